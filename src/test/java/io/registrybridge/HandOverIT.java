package io.registrybridge;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.registrybridge.peer.AuditEvent;
import io.registrybridge.peer.EurekaPeer;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.Peers;
import io.registrybridge.peer.ServiceEntries;
import io.registrybridge.peer.WrongClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replicas in processes of their own take over from one another while a registry changes, and the
 * API server's audit log tells who wrote what.
 */
class HandOverIT {

  private static final Duration LEASE = Duration.ofSeconds(6);

  @TempDir private Path folder;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final KubernetesPeer kubernetes = open(KubernetesPeer.startAudited());
  private final KubernetesClient client = open(kubernetes.client());
  private final ServiceEntries entries = new ServiceEntries(client);
  private final EurekaPeer eureka = open(EurekaPeer.start());

  /** What Eureka was told last: an address by application. */
  private final SortedMap<String, String> registered = new TreeMap<>();

  @BeforeAll
  static void needsPeers() {
    Peers.require("etcd", "kube-apiserver");
  }

  @BeforeEach
  void register() {
    for (var number = 0; number < 40; number++) {
      register("SHOP-" + number, "10.0.0." + number);
    }
  }

  @AfterEach
  void close() throws Exception {
    for (var one = opened.poll(); one != null; one = opened.poll()) {
      one.close();
    }
  }

  @Test
  @Tag("fault")
  void anotherTakesOverFromOneThatIsKilled() {
    var first = replica("first", 50);
    untilLeads(first);
    var second = replica("second", 50);
    untilStandsBy(second);
    untilAllIsWritten();
    changes(10);

    first.kill();
    var killed = Instant.now();
    changes(20);

    untilLeads(second);
    print("killed: another leads", killed);
    untilAllIsWritten();
    print("killed: everything is written", killed);
    nobodyWritesForAnother();
  }

  @Test
  @Tag("fault")
  void anotherTakesOverAtOnceFromOneThatIsStopped() {
    var first = replica("first", 50);
    untilLeads(first);
    var second = replica("second", 50);
    untilStandsBy(second);
    untilAllIsWritten();
    var name =
        eventually()
            .until(
                () -> first.sink("cluster").path("holder").asString(""),
                holder -> !holder.isEmpty());

    changes(30);
    var stopped = Instant.now();
    first.stop();

    eventually().until(() -> !taken(name).isEmpty());
    untilLeads(second);
    System.out.println(
        "stopped: another has the Lease %d ms after the request to end"
            .formatted(Duration.between(stopped, taken(name).get(0).received()).toMillis()));
    untilAllIsWritten();
    nobodyWritesForAnother();
  }

  @Test
  @Tag("fault")
  void oneThatWasPausedForLongOverwritesNothingNewerAndBringsNothingBack() {
    // So slow that it is stopped in the middle of its plan, which goes on when it wakes.
    var paused = replica("paused", 5);
    untilLeads(paused);
    eventually().until(() -> objects().size() > 5);
    paused.freeze();
    var other = replica("other", 500);
    untilLeads(other);
    untilAllIsWritten();

    for (var number = 20; number < 28; number++) {
      cancel("SHOP-" + number); // it has yet to create these
    }
    cancel("SHOP-0"); // and this one it knows
    register("SHOP-1", "10.9.9.9");
    untilAllIsWritten();
    var before = objects();

    paused.thaw();

    untilStandsBy(paused);
    var pass = paused.pass();
    eventually().until(() -> paused.pass() > pass + 3);
    assertThat(objects()).isEqualTo(before);
    nobodyWritesForAnother();
    changes(10);
    untilAllIsWritten();
    nobodyWritesForAnother();
  }

  @Test
  @Tag("fault")
  void aClockThatIsHoursAheadMakesNobodyTakeOrKeepTheLease() {
    var ahead = replica("ahead", 50, WrongClock.ahead(Duration.ofHours(12), folder));
    untilLeads(ahead);
    untilAllIsWritten();
    eventually()
        .ignoreExceptions() // there was none yet
        .untilAsserted(
            () ->
                assertThat(Instant.parse(ahead.sync().path("lastPass").path("at").asString()))
                    .isAfter(Instant.now().plus(Duration.ofHours(11))));
    var right = replica("right", 50);
    standsByFor(right, LEASE.multipliedBy(2));

    ahead.kill();

    untilLeads(right);
    changes(10);
    untilAllIsWritten();
    ahead.restart();
    standsByFor(ahead, LEASE.multipliedBy(2));
    nobodyWritesForAnother();
  }

  /** Once it does. */
  private void standsByFor(BridgeProcess replica, Duration time) {
    untilStandsBy(replica);
    await()
        .during(time)
        .failFast("it leads", () -> replica.sink("cluster").path("leader").asBoolean(false))
        .until(() -> !replica.sink("cluster").path("leader").asBoolean(true));
  }

  @Test
  @Tag("fault")
  void whatWasLostCountsForWhoeverLeadsNext() {
    var first = replica("first", 50);
    untilLeads(first);
    untilAllIsWritten();
    cancel(12);
    untilAllIsWritten();
    eventually()
        .untilAsserted(
            () ->
                assertThat(lease().getMetadata().getAnnotations())
                    .containsEntry("lost.registrybridge.io/shop", "12/12"));
    first.kill();
    cancel(5);

    var second = replica("second", 50);

    untilLeads(second);
    eventually()
        .untilAsserted(
            () ->
                assertThat(second.registry("shop").path("reason").asString(""))
                    .isEqualTo("guard: 23 of 40 endpoints and 23 of 40 services are there"));
    assertThat(addresses()).hasSize(28);
  }

  private Lease lease() {
    return client.leases().inNamespace("mesh").withName("registry-bridge-prod").get();
  }

  private void cancel(int count) {
    for (var number = 0; number < count; number++) {
      cancel(registered.lastKey());
    }
  }

  /** Since another one took the Lease, whoever had it before has written nothing. */
  private void nobodyWritesForAnother() {
    var holder = "";
    var writers = new HashMap<String, Integer>();
    for (var event : byTime()) {
      if (event.resource().equals("leases") && !event.agent().equals(holder)) {
        holder = event.agent();
      }
      if (event.resource().equals("serviceentries")) {
        assertThat(event.agent()).as("%s, while %s leads", event, holder).isEqualTo(holder);
        writers.merge(event.agent(), 1, Integer::sum);
      }
    }
    assertThat(writers).as("writers").hasSizeBetween(1, 2);
  }

  private List<AuditEvent> byTime() {
    return kubernetes.audit().stream()
        .filter(AuditEvent::done)
        .filter(event -> !event.agent().startsWith("kube-apiserver")) // it has Leases of its own
        .sorted((one, other) -> one.received().compareTo(other.received()))
        .toList();
  }

  /** When others than this one took the Lease. */
  private List<AuditEvent> taken(String name) {
    return byTime().stream()
        .filter(event -> event.resource().equals("leases") && !event.agent().endsWith(name))
        .toList();
  }

  private void changes(int count) {
    for (var number = 0; number < count; number++) {
      register("SHOP-" + number, "10.1." + count + "." + number);
      if (number % 10 == 9) {
        cancel(registered.lastKey());
      }
    }
  }

  private void register(String app, String address) {
    eureka.register(app, app + "-1", address, 8080, "UP");
    registered.put(app, address);
  }

  private void cancel(String app) {
    eureka.cancel(app, app + "-1");
    registered.remove(app);
  }

  private BridgeProcess replica(String name, int writesPerSecond) {
    return replica(name, writesPerSecond, Map.of());
  }

  private BridgeProcess replica(String name, int writesPerSecond, Map<String, String> environment) {
    return open(
        new BridgeProcess(
            folder.resolve(name + ".log"),
            List.of(
                "bridge.owner=prod",
                "bridge.policy=sync",
                "bridge.mapping.empty-grace=0s",
                "bridge.guard.settle=1s",
                "bridge.sync.interval=500ms",
                "bridge.registry.eureka.shop.urls=" + eureka.url(),
                "bridge.registry.eureka.shop.interval=200ms",
                "bridge.sink.kubernetes.cluster.kubeconfig=" + kubernetes.kubeconfig(),
                "bridge.sink.kubernetes.cluster.writes-per-second=" + writesPerSecond,
                "bridge.sink.kubernetes.cluster.lease.duration=" + LEASE.toSeconds() + "s",
                "bridge.sink.kubernetes.cluster.lease.renew-deadline=5s",
                "bridge.sink.kubernetes.cluster.lease.retry=500ms"),
            environment));
  }

  private void untilLeads(BridgeProcess replica) {
    eventually().until(() -> replica.sink("cluster").path("leader").asBoolean(false));
  }

  private void untilStandsBy(BridgeProcess replica) {
    eventually()
        .untilAsserted(
            () -> {
              var sink = replica.sink("cluster");
              assertThat(sink.path("leader").asBoolean(true)).isFalse();
              assertThat(sink.path("holder").asString("")).isNotEmpty();
              assertThat(replica.status("/readyz")).isEqualTo(200);
            });
  }

  private void untilAllIsWritten() {
    eventually().untilAsserted(() -> assertThat(addresses()).isEqualTo(desired()));
  }

  private Map<String, String> desired() {
    return registered.entrySet().stream()
        .collect(
            toMap(
                one -> one.getKey().toLowerCase(Locale.ROOT) + ".shop.mesh", Map.Entry::getValue));
  }

  private Map<String, String> addresses() {
    return entries.addresses().entrySet().stream()
        .collect(toMap(Map.Entry::getKey, one -> String.join(",", one.getValue())));
  }

  /** Uid and revision, by name. */
  private Map<String, String> objects() {
    return entries.all().list().getItems().stream()
        .map(GenericKubernetesResource::getMetadata)
        .collect(toMap(one -> one.getName(), one -> one.getUid() + "@" + one.getResourceVersion()));
  }

  private static ConditionFactory eventually() {
    return await().pollInterval(Duration.ofMillis(50));
  }

  private static void print(String what, Instant since) {
    System.out.println(
        "%s after %d ms (lease %d ms)"
            .formatted(what, Duration.between(since, Instant.now()).toMillis(), LEASE.toMillis()));
  }

  private <T extends AutoCloseable> T open(T one) {
    opened.push(one);
    return one;
  }
}
