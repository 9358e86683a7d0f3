package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.registrybridge.peer.AuditEvent;
import io.registrybridge.peer.Cable;
import io.registrybridge.peer.EurekaPeer;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.ServiceEntries;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three replicas in processes of their own, a real Eureka that changes some twenty times a second
 * all along, and all that may happen to the one that leads. After each: what is written is what
 * Eureka says, and by the API server's audit log nobody wrote in another's time and nothing that
 * went came back.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThreeReplicasIT {

  private static final Duration LEASE = Duration.ofSeconds(6);

  /** Who has given no sign of life for so long writes no more. */
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private static final String BRIDGE = "istio-registry-bridge/";

  /** A replica and its own line to the API server. */
  private record Replica(Cable cable, BridgeProcess process) {

    boolean leads() {
      return agentIfLeader().isPresent();
    }

    /** What it calls itself at the API server, if it leads; by one answer. */
    Optional<String> agentIfLeader() {
      return Optional.of(process.sink("cluster"))
          .filter(sink -> sink.path("leader").asBoolean(false))
          .map(sink -> sink.path("holder").asString(""))
          .filter(holder -> !holder.isEmpty())
          .map(BRIDGE::concat);
    }

    boolean standsBy() {
      var sink = process.sink("cluster");
      return !sink.path("leader").asBoolean(true)
          && !sink.path("holder").asString("").isEmpty()
          && process.status("/readyz") == 200;
    }
  }

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final KubernetesPeer kubernetes = open(KubernetesPeer.startAudited());
  private final KubernetesClient client = open(kubernetes.client());
  private final EurekaPeer eureka = open(EurekaPeer.start());
  private final Churn churn = open(new Churn(eureka));
  private final List<Replica> replicas = new ArrayList<>();
  private final Set<String> leaders = new HashSet<>();
  private Instant fault = Instant.MAX;

  @TempDir private static Path folder;

  @BeforeEach
  void allThreeRun() {
    if (replicas.isEmpty()) {
      List.of("first", "second", "third").forEach(name -> replicas.add(replica(name)));
    }
    churn.goOn();
    untilOneOfThreeLeads();
    leaders.clear();
    leaders.add(leadersAgent());
    churnsOn();
    untilAllLeadersHaveWritten();
  }

  @AfterAll
  void close() throws Exception {
    for (var one = opened.poll(); one != null; one = opened.poll()) {
      one.close();
    }
  }

  @Test
  @Tag("fault")
  void oneThatIsKilledIsFollowedByAnotherAndNothingIsLostOrBroughtBack() {
    var killed = leader();

    strike(killed.process()::kill);
    untilAnotherLeadsThan(killed);

    isRight("killed");
    killed.process().restart();
  }

  @Test
  @Tag("fault")
  void oneThatSleptThroughItsLeaseWritesNothingOfWhatItHadInMind() {
    var slept = leader();

    strike(slept.process()::freeze);
    untilAnotherLeadsThan(slept);
    isRight("stopped");
    comesBack(slept, slept.process()::thaw);

    isRight("continued");
  }

  @Test
  @Tag("fault")
  void oneWhoseLineIsCutIsFollowedByAnotherAndStandsByWhenItIsBack() {
    var cut = leader();

    strike(() -> cut.cable().cutAfter(0));
    untilAnotherLeadsThan(cut);
    isRight("cut off");
    comesBack(cut, cut.cable()::mend);

    isRight("not cut off any more");
  }

  @Test
  @Tag("fault")
  void oneWhoseLineFallsSilentIsFollowedByAnotherAndStandsByWhenItIsBack() {
    var silent = leader();

    strike(silent.cable()::fallSilent);
    untilAnotherLeadsThan(silent);
    isRight("silent");
    comesBack(silent, silent.cable()::mend);

    isRight("not silent any more");
  }

  @Test
  @Tag("fault")
  void aLeaseThatSomebodyDeletesIsItsHoldersAgain() {
    var holder = leader();
    var name = leadersAgent();

    for (var times = 0; times < 5; times++) {
      strike(lease()::delete);
      eventually().until(() -> lease().get() != null);
      churnsOn();
    }

    eventually().untilAsserted(() -> assertThat(holder.agentIfLeader()).contains(name));
    isRight("Lease deleted");
  }

  @Test
  @Tag("fault")
  void aLeaseThatSomebodyTakesIsNobodysUntilItEnds() {
    strike(this::takeTheLease);
    eventually().until(() -> replicas.stream().noneMatch(Replica::leads));
    untilOneOfThreeLeads();
    leaders.add(leadersAgent());

    isRight("Lease taken");
    var taken = log().stream().filter(one -> one.resource().equals("leases")).toList();
    var strange = last(taken.stream().filter(one -> !one.agent().startsWith(BRIDGE)).toList());
    var back = taken.stream().filter(one -> one.received().isAfter(strange.received())).findFirst();
    // What is written before is of one that has not heard of it yet.
    var known = strange.received().plus(DEADLINE);
    assertThat(written())
        .filteredOn(one -> one.received().isAfter(known))
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.received()).isAfter(back.orElseThrow().received()));
  }

  private void takeTheLease() {
    eventually()
        .ignoreException(KubernetesClientException.class) // its holder was faster
        .untilAsserted(() -> lease().edit(ThreeReplicasIT::somebodys));
  }

  private static Lease somebodys(Lease lease) {
    return lease
        .edit()
        .editSpec()
        .withHolderIdentity("somebody")
        .withLeaseDurationSeconds(Math.toIntExact(LEASE.toSeconds()))
        .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
        .endSpec()
        .build();
  }

  private void strike(Runnable deed) {
    fault = Instant.now();
    deed.run();
  }

  private void untilAnotherLeadsThan(Replica former) {
    var other =
        eventually()
            .until(
                () ->
                    replicas.stream()
                        .filter(one -> !one.equals(former))
                        .flatMap(one -> one.agentIfLeader().stream())
                        .findFirst(),
                Optional::isPresent);
    leaders.add(other.orElseThrow());
    print("another leads", fault);
  }

  private void comesBack(Replica former, Runnable deed) {
    churn.goOn();
    churnsOn();
    deed.run();
    eventually().until(former::standsBy);
    fault = Instant.now();
  }

  /** What is written is what Eureka says, and became so in the right way. */
  private void isRight(String what) {
    churnsOn();
    untilAllLeadersHaveWritten();
    eventually().pollInterval(Duration.ofMillis(300)).until(() -> gone().size() > 5);
    var desired = churn.rest();
    await()
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(
            () -> {
              churn.remind();
              assertThat(new ServiceEntries(client).addresses()).isEqualTo(desired);
            });
    print(what + ": everything is written", fault);
    nobodyWroteInAnothersTime();
    nothingCameBack();
  }

  /** By when requests were received: since another one took the Lease, nobody else has written. */
  private void nobodyWroteInAnothersTime() {
    var holder = "";
    var writers = new HashSet<String>();
    for (var event : log()) {
      if (event.resource().equals("leases") && event.agent().startsWith(BRIDGE)) {
        holder = event.agent();
      }
      if (event.resource().equals("serviceentries")) {
        assertThat(event.agent()).as("%s, while %s leads", event, holder).isEqualTo(holder);
        writers.add(event.agent());
      }
    }
    assertThat(writers).as("who has written").containsAll(leaders);
  }

  private void nothingCameBack() {
    var gone = new HashSet<String>();
    for (var event : written()) {
      if (event.verb().equals("delete")) {
        gone.add(event.name());
      } else {
        assertThat(gone).as("%s", event).doesNotContain(event.name());
      }
    }
    assertThat(gone).as("what went").hasSizeGreaterThan(5);
  }

  private Set<String> gone() {
    return written().stream()
        .filter(one -> one.verb().equals("delete"))
        .map(AuditEvent::name)
        .collect(Collectors.toSet());
  }

  private void untilAllLeadersHaveWritten() {
    eventually()
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(
            () -> assertThat(written()).extracting(AuditEvent::agent).containsAll(leaders));
  }

  private List<AuditEvent> written() {
    return log().stream().filter(one -> one.resource().equals("serviceentries")).toList();
  }

  /** What was done, in the order in which it was asked for. */
  private List<AuditEvent> log() {
    return kubernetes.audit().stream()
        .filter(AuditEvent::done)
        .filter(event -> !event.agent().startsWith("kube-apiserver")) // it has Leases of its own
        .sorted(Comparator.comparing(AuditEvent::received))
        .toList();
  }

  private void churnsOn() {
    var before = churn.steps();
    eventually().until(() -> churn.steps() > before + 30);
  }

  private Replica leader() {
    return eventually()
        .until(() -> replicas.stream().filter(Replica::leads).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  private String leadersAgent() {
    return eventually()
        .until(
            () -> replicas.stream().flatMap(one -> one.agentIfLeader().stream()).findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private void untilOneOfThreeLeads() {
    eventually()
        .until(
            () ->
                replicas.stream().filter(Replica::leads).count() == 1
                    && replicas.stream().filter(Replica::standsBy).count() == 2);
  }

  private Resource<Lease> lease() {
    return client.leases().inNamespace("mesh").withName("registry-bridge-prod");
  }

  private Replica replica(String name) {
    var cable = open(kubernetes.cable());
    var process =
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
                "bridge.sink.kubernetes.cluster.kubeconfig=" + kubernetes.kubeconfig(cable),
                "bridge.sink.kubernetes.cluster.timeout=2s",
                "bridge.sink.kubernetes.cluster.lease.duration=" + LEASE.toSeconds() + "s",
                "bridge.sink.kubernetes.cluster.lease.renew-deadline=" + DEADLINE.toSeconds() + "s",
                "bridge.sink.kubernetes.cluster.lease.retry=500ms"));
    return new Replica(cable, open(process));
  }

  private static <T> T last(List<T> all) {
    return all.get(all.size() - 1);
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
