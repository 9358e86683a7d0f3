package io.registrybridge.registry.consul;

import io.github.resilience4j.core.IntervalFunction;
import io.registrybridge.registry.Worker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** When services are read again that could not be read. On the worker's thread. */
final class Retries {

  /** For a registry that may have trouble with all of its services at once. */
  static final IntervalFunction BACKOFF =
      IntervalFunction.ofExponentialRandomBackoff(
          Duration.ofMillis(500), 2, 0.5, Duration.ofSeconds(30));

  private final Worker worker;
  private final IntervalFunction backoff;
  private final Consumer<String> again;

  private final Map<String, Integer> failures = new HashMap<>();
  private final Map<String, Future<?>> due = new HashMap<>();

  /**
   * @param backoff in milliseconds, by the failures in a row
   */
  Retries(Worker worker, IntervalFunction backoff, Consumer<String> again) {
    this.worker = worker;
    this.backoff = backoff;
    this.again = again;
  }

  /** It could not be read; who is due already stays so. */
  void failed(String service) {
    if (!due.containsKey(service)) {
      var rest = Duration.ofMillis(backoff.apply(failures.merge(service, 1, Integer::sum)));
      due.put(service, worker.runAfter(rest, () -> retry(service)));
    }
  }

  private void retry(String service) {
    due.remove(service);
    again.accept(service);
  }

  /** It was read, or is not there any more. */
  void forget(String service) {
    failures.remove(service);
    var rest = due.remove(service);
    if (rest != null) {
      rest.cancel(false);
    }
  }

  void clear() {
    failures.clear();
    due.values().forEach(rest -> rest.cancel(false));
    due.clear();
  }
}
