package io.registrybridge.bench;

import com.google.protobuf.ByteString;
import io.netty.util.internal.PlatformDependent;
import io.registrybridge.mesh.Istiod;
import io.registrybridge.peer.IstiodPeer;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.sink.mcp.Told;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * From one change in a registry until three istiods have taken all services anew, which is what
 * istiod asks for.
 */
final class McpPush {

  private static final int ISTIODS = 3;
  private static final int WARMING = 10;
  private static final int PUSHES = 20;
  private static final int PUSHES_TO_REAL_ONES = 5;

  private final McpServing bridge;
  private final int series;
  private final List<Duration> times = new ArrayList<>();
  private long mostDirect;

  /**
   * @param series no two of one bridge are the same
   */
  private McpPush(McpServing bridge, int series) {
    this.bridge = bridge;
    this.series = series;
  }

  static String figure(Given given) throws Exception {
    var services = given.services(10_000);
    try (var bridge = new McpServing(services)) {
      var toClients = new McpPush(bridge, 1).toClients();
      var toIstiods = new McpPush(bridge, 2).toIstiods();
      return "%,d services x 10, %.1f MB encoded, to %d: clients that only take it %s; real istiods %s; goal 1 s and 3 times the size"
          .formatted(services, size(bridge) / 1e6, ISTIODS, toClients, toIstiods);
    }
  }

  private String toClients() throws Exception {
    try (var receivers = Receivers.connect(bridge.port(), ISTIODS)) {
      return measured(WARMING, PUSHES) + (receivers.alive() ? "" : ", but they are gone");
    }
  }

  private String toIstiods() throws Exception {
    Awaitility.await().until(() -> bridge.audience().istiods().isEmpty());
    var istiods = new ArrayList<IstiodPeer>();
    try (var kubernetes = KubernetesPeer.start()) {
      for (var number = 0; number < ISTIODS; number++) {
        var istiod = IstiodPeer.reading(kubernetes, bridge.port());
        istiods.add(istiod);
        istiod.start();
      }
      return measured(1, PUSHES_TO_REAL_ONES);
    } finally {
      istiods.forEach(IstiodPeer::close);
    }
  }

  private String measured(int warming, int pushes) throws InterruptedException {
    push(-1); // what they ask for when they come has been sent by then
    for (var number = 0; number < warming; number++) {
      push(number);
    }
    times.clear();
    mostDirect = 0;
    var direct = direct();
    var before = told(bridge);
    var allocated = Allocation.bytes();
    for (var number = 0; number < pushes; number++) {
      push(warming + number);
    }
    var anew = told(bridge).stream().filter(one -> !before.contains(one)).count();
    return "median %.0f ms, longest %.0f ms; %d of the services encoded anew in %d pushes; allocated %s; outside of the heap %,d MB at most, %,d before"
        .formatted(
            Percentile.of(0.5, times),
            Percentile.of(1, times),
            anew,
            pushes,
            Allocation.perPass(allocated, pushes),
            mostDirect / 1_000_000,
            direct / 1_000_000);
  }

  private void push(int number) throws InterruptedException {
    var before = bridge.audience().istiods().stream().map(Istiod::version).toList();
    var start = System.nanoTime();
    bridge.change(Math.floorMod(number, 100), "10.99.%d.%d".formatted(series, number + 2));
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> taken(before));
    times.add(Duration.ofNanos(System.nanoTime() - start));
    TimeUnit.MILLISECONDS.sleep(200); // longer than what is gathered for the next pass
  }

  /** Whether all have the same, and none what they had. */
  private boolean taken(List<String> before) {
    mostDirect = Math.max(mostDirect, direct());
    var versions = bridge.audience().istiods().stream().map(Istiod::version).toList();
    return versions.size() == ISTIODS
        && Set.copyOf(versions).size() == 1
        && !before.contains(versions.get(0))
        && !versions.contains("");
  }

  /** As objects, however equal. */
  private static Set<ByteString> told(McpServing bridge) {
    var told = Collections.<ByteString>newSetFromMap(new IdentityHashMap<>());
    told.addAll(Told.by(bridge.streams()));
    return told;
  }

  private static long size(McpServing bridge) {
    return Told.by(bridge.streams()).stream().mapToLong(ByteString::size).sum();
  }

  /** What Netty has taken beside the heap, whichever way it takes it on this JVM. */
  private static long direct() {
    var pools = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
    return pools.stream().mapToLong(BufferPoolMXBean::getMemoryUsed).sum()
        + Math.max(0, PlatformDependent.usedDirectMemory());
  }
}
