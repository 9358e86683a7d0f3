package io.registrybridge.sink.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.registrybridge.mesh.Keys;
import io.registrybridge.peer.KubernetesPeer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one replica keeps on a real Lease, of which it loses hold in between. */
@ExtendWith(KubernetesPeer.Extension.class)
class LeaseElectionIT {

  private static final Duration PROMISE = Duration.ofSeconds(60);
  private static final String KEPT = Keys.kept("shop");

  private final KubernetesPeer kubernetes;
  private final KubernetesClient client;
  private final Leases leases;
  private final LeaseElection election;

  LeaseElectionIT(KubernetesPeer kubernetes) {
    this.kubernetes = kubernetes;
    client = kubernetes.client();
    leases = leases();
    election = election("cluster");
  }

  private Leases leases() {
    return new Leases(kubernetes.client(), "mesh", "elected");
  }

  private LeaseElection election(String sink) {
    var settings =
        new LeaseSettings(
            Optional.empty(), PROMISE, Duration.ofSeconds(30), Duration.ofMillis(100));
    return new LeaseElection(sink, leases(), settings, "me", Clock.systemUTC());
  }

  @BeforeEach
  void lead() {
    election.start(() -> {});
    await().until(election::leads);
  }

  @AfterEach
  void close() {
    election.close();
    client.leases().inNamespace("mesh").withName(leases.name()).delete();
    client.close();
    leases.close();
  }

  @Test
  void keepsItsWordsWithASignOfLifeAndForgetsThem() {
    election.keep(Map.of("shop", "12/1"));
    await().until(() -> "12/1".equals(kept()));
    assertThat(election.kept()).contains(Map.of("shop", "12/1"));
    election.keep(Map.of("shop", ""));
    await().until(() -> kept().isEmpty());
  }

  @Test
  @Tag("fault")
  void whoTakesTheLeadAgainLeavesWhatTheOneInBetweenKept() {
    election.keep(Map.of("shop", "12/1"));
    await().until(() -> "12/1".equals(kept()));

    anotherTakesIt("20/2", PROMISE);
    await().until(() -> !election.leads());
    election.keep(Map.of("shop", "13/1")); // the end of a pass that began before
    leases.giveUp(deed(), Map.of(), Instant.now());
    await().until(election::leads);

    var taken = lease();
    await().until(() -> lease().getSpec().getRenewTime().isAfter(taken.getSpec().getRenewTime()));
    assertThat(kept()).isEqualTo("20/2");
    election.keep(Map.of("shop", "14/1"));
    await().until(() -> "14/1".equals(kept()));
  }

  @Test
  @Tag("fault")
  void whoMakesADeletedLeaseAgainLeavesWhatTheOneInBetweenKept() {
    election.keep(Map.of("shop", "12/1"));
    await().until(() -> "12/1".equals(kept()));

    anotherTakesIt("20/2", Duration.ofSeconds(2));
    await().until(() -> election.kept().equals(Optional.of(Map.of("shop", "20/2"))));
    client.leases().inNamespace("mesh").withName(leases.name()).delete();

    await().until(() -> leases.read().isPresent());
    await().until(election::leads);
    assertThat(kept()).isEqualTo("20/2");
  }

  @Test
  void twoSinksThatShareALeaseBothLeaveWhatTheyKeepToTheNextRun() {
    var twin = election("again");
    twin.start(() -> {});
    await().until(twin::leads);
    twin.keep(Map.of("core", "1/1"));
    await().until(() -> deed().kept().containsKey("core"));

    election.keep(Map.of("shop", "12/1"));
    await().until(() -> deed().kept().equals(Map.of("core", "1/1", "shop", "12/1")));
    twin.keep(Map.of("core", "2/1"));
    election.close();
    twin.close();

    assertThat(deed().holder()).isEmpty();
    assertThat(deed().kept()).isEqualTo(Map.of("core", "2/1", "shop", "12/1"));
  }

  /** A sign of life of this one may come in between. */
  private void anotherTakesIt(String word, Duration promise) {
    await()
        .ignoreExceptionsMatching(
            e -> e instanceof RuntimeException conflict && Leases.surprised(conflict))
        .until(
            () -> {
              var words = Map.of(KEPT, Optional.of(word));
              leases.take(deed(), "other", promise, words, Instant.now());
              return true;
            });
  }

  private Deed deed() {
    return leases.read().orElseThrow();
  }

  private Lease lease() {
    return client.leases().inNamespace("mesh").withName(leases.name()).get();
  }

  private String kept() {
    return deed().kept().getOrDefault("shop", "");
  }
}
