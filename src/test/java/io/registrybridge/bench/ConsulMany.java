package io.registrybridge.bench;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.registry.Reading;
import io.registrybridge.registry.Registry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * What it costs, and how late it is, to follow so many services in a real Consul that they cannot
 * have a connection each.
 */
final class ConsulMany {

  private static final int SERVICES = 10_000;
  private static final int INSTANCES = 10;
  private static final int FLIPS = 20;
  private static final int MOVES = 4;
  private static final Duration REST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final ConsulEstate estate;
  private final Registry registry;
  private final Random random = new Random(1);
  private final List<Duration> named = new ArrayList<>();
  private final List<Duration> unnamed = new ArrayList<>();

  private ConsulMany(ConsulEstate estate, Registry registry) {
    this.estate = estate;
    this.registry = registry;
  }

  static String figure() throws InterruptedException {
    try (var estate = ConsulEstate.of(SERVICES, INSTANCES);
        var registry = estate.registry()) {
      return new ConsulMany(estate, registry).measured();
    }
  }

  private String measured() {
    var first = firstRead();
    untilItRests();
    var rest = rest();
    var flips = requests(this::flips);
    var moves = requests(this::moves);
    return "%,d services x %d: first read %.1f s; at rest %s; a flip is seen within %.0f ms and %.0f requests (%d of them); a changed address or a deregistration within %.1f s (median %.1f s, %d of them), %.0f requests each while one follows the other, at most %,d for one alone"
        .formatted(
            SERVICES,
            INSTANCES,
            first.toMillis() / 1e3,
            rest,
            Percentile.of(1, named),
            flips / named.size(),
            named.size(),
            Percentile.of(1, unnamed) / 1e3,
            Percentile.of(0.5, unnamed) / 1e3,
            unnamed.size(),
            moves / unnamed.size(),
            SERVICES);
  }

  private Duration firstRead() {
    var start = System.nanoTime();
    registry.start(() -> {});
    until(() -> registry.latest().reading() instanceof Reading.Complete);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static void until(Callable<Boolean> condition) {
    Awaitility.await().atMost(LONGEST).pollInterval(Duration.ofMillis(1)).until(condition);
  }

  /** Until nothing is asked any more that does not wait for news. */
  private void untilItRests() {
    var before = new long[] {-1};
    Awaitility.await()
        .atMost(LONGEST)
        .pollInterval(Duration.ofSeconds(5))
        .until(
            () -> {
              var requests = estate.requests();
              var rests = requests - before[0] < 10;
              before[0] = requests;
              return rests;
            });
  }

  private String rest() {
    var requests = estate.requests();
    var own = own();
    var consuls = consuls();
    var start = System.nanoTime();
    Awaitility.await().pollDelay(REST).atMost(LONGEST).until(() -> true);
    var seconds = (System.nanoTime() - start) / 1e9;
    return "%.2f %% of a core, Consul's %.2f %%, %.1f requests/s"
        .formatted(
            100 * seconds(own().minus(own)) / seconds,
            100 * seconds(consuls().minus(consuls)) / seconds,
            (estate.requests() - requests) / seconds);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  private static Duration own() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private Duration consuls() {
    return ProcessHandle.of(estate.consul().pid())
        .flatMap(process -> process.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  private double requests(Runnable deed) {
    var before = estate.requests();
    deed.run();
    return estate.requests() - before;
  }

  private void flips() {
    for (var change = 0; change < FLIPS; change++) {
      var service = random.nextInt(SERVICES);
      var instance = random.nextInt(INSTANCES);
      named.add(
          took(
              () -> estate.status(service, instance, "critical"),
              () -> has(service, instance, 1, one -> one.status() == Status.FAILED)));
      named.add(
          took(
              () -> estate.status(service, instance, "passing"),
              () -> has(service, instance, 1, one -> one.status() == Status.UP)));
    }
  }

  private void moves() {
    for (var change = 0; change < MOVES; change++) {
      var service = random.nextInt(SERVICES);
      unnamed.add(took(() -> estate.enter(service, 0, 2), () -> has(service, 0, 2, one -> true)));
      unnamed.add(took(() -> estate.remove(service, 1), () -> !has(service, 1, 1, one -> true)));
    }
  }

  private static Duration took(Runnable deed, Callable<Boolean> seen) {
    var start = System.nanoTime();
    deed.run();
    until(seen);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private boolean has(int service, int instance, int life, Predicate<Instance> so) {
    var key = new ServiceKey("shop", "dc1", ConsulEstate.name(service));
    var address = ConsulEstate.address(service, instance, life);
    return Stream.ofNullable(registry.latest().reading().catalog().services().get(key))
        .flatMap(found -> found.instances().stream())
        .filter(one -> one.address().equals(address))
        .anyMatch(so);
  }
}
