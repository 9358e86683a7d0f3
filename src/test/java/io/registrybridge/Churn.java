package io.registrybridge;

import io.registrybridge.peer.EurekaPeer;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Services of one instance that come, move and go in a real Eureka, all along. None comes twice
 * under one name, so what is seen after it went was brought back.
 */
final class Churn implements AutoCloseable {

  /** So few go that no guard trips: such a loss is not what is looked at here. */
  private static final int FEWEST = 50;

  private static final int MOST = 60;

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger steps = new AtomicInteger();
  private final SortedMap<String, String> registered = new TreeMap<>(); // the thread's
  private final Random random = new Random(7);
  private final EurekaPeer eureka;
  private Future<?> going;

  /** One that goes on until it rests or is closed. */
  Churn(EurekaPeer eureka) {
    this.eureka = eureka;
    this.going = go();
  }

  private Future<?> go() {
    return thread.scheduleWithFixedDelay(this::step, 0, 50, TimeUnit.MILLISECONDS);
  }

  void goOn() {
    going.cancel(false);
    going = go();
  }

  /** How much it has done. */
  int steps() {
    return steps.get();
  }

  /** Does no more, and tells the addresses of all that is registered, by host. */
  SortedMap<String, List<String>> rest() {
    going.cancel(false);
    return result(
        () -> {
          var all = new TreeMap<String, List<String>>();
          registered.forEach(
              (app, address) ->
                  all.put(app.toLowerCase(Locale.ROOT) + ".shop.mesh", List.of(address)));
          return all;
        });
  }

  /**
   * Registers one of them as it is. Eureka may have put an answer into its cache that it had begun
   * before the last change, and then makes a new one only after another registration.
   */
  void remind() {
    var unused =
        result(
            () -> {
              var app = registered.firstKey();
              eureka.register(app, app + "-1", registered.getOrDefault(app, ""), 8080, "UP");
              return app;
            });
  }

  private <T> T result(Callable<T> question) {
    try {
      return thread.submit(question).get(2, TimeUnit.MINUTES);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void step() {
    var number = steps.incrementAndGet();
    if (registered.size() < FEWEST || (registered.size() < MOST && random.nextBoolean())) {
      register("SHOP-" + number, number);
    } else if (registered.size() > FEWEST && random.nextBoolean()) {
      var app = any();
      eureka.cancel(app, app + "-1");
      registered.remove(app);
    } else {
      register(any(), number);
    }
  }

  private void register(String app, int number) {
    var address = "10.%d.%d.%d".formatted(number >> 16, number >> 8 & 255, number & 255);
    eureka.register(app, app + "-1", address, 8080, "UP");
    registered.put(app, address);
  }

  private String any() {
    return registered.keySet().stream()
        .skip(random.nextInt(registered.size()))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
