package io.registrybridge.registry.consul;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** What somebody asked and waits for. On the desk's thread. */
final class Exchanges {

  private final Desk desk;
  private final Set<Future<?>> open = new HashSet<>();

  Exchanges(Desk desk) {
    this.desk = desk;
  }

  /** Hands what comes of it over when it is there; never after {@link #cancel}. */
  <T> void take(CompletableFuture<T> exchange, Consumer<T> taker) {
    open.add(exchange);
    desk.take(
        exchange,
        answer -> {
          if (open.remove(exchange)) {
            taker.accept(answer);
          }
        });
  }

  /** Whether nobody waits for anything. */
  boolean idle() {
    return open.isEmpty();
  }

  /** Breaks all of them off. */
  void cancel() {
    var exchanges = List.copyOf(open);
    open.clear();
    exchanges.forEach(exchange -> exchange.cancel(true));
  }
}
