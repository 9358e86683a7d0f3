package io.registrybridge.registry.consul;

import io.registrybridge.registry.Worker;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** What somebody asked and waits for. On the worker's thread. */
final class Exchanges {

  private final Worker worker;
  private final Set<Future<?>> open = new HashSet<>();

  Exchanges(Worker worker) {
    this.worker = worker;
  }

  /** Hands what comes of it over when it is there; never after {@link #cancel}. */
  <T> void take(CompletableFuture<T> exchange, Consumer<T> taker) {
    open.add(exchange);
    worker.take(
        exchange,
        answer -> {
          if (open.removeIf(one -> one == exchange)) {
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
