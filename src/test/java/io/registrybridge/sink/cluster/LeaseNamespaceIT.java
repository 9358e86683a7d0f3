package io.registrybridge.sink.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.sink.Leader;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KubernetesPeer.Extension.class)
class LeaseNamespaceIT {

  private final KubernetesPeer kubernetes;

  LeaseNamespaceIT(KubernetesPeer kubernetes) {
    this.kubernetes = kubernetes;
  }

  @Test
  void whereTheNamespaceIsNotThereNobodyLeadsAndThatIsSaid() {
    var leases = new Leases(kubernetes.client(), "nowhere", "ours");
    var clock = Clock.systemUTC();
    try (var election = new LeaseElection("cluster", leases, LeaseSettings.DEFAULT, "me", clock)) {
      election.start(() -> {});

      await()
          .untilAsserted(
              () ->
                  assertThat(election.leader())
                      .extracting(Leader::here, Leader::trouble)
                      .containsExactly(
                          false,
                          "Lease nowhere/registry-bridge-ours:"
                              + " namespaces \"nowhere\" not found; create it"));
    }
  }
}
