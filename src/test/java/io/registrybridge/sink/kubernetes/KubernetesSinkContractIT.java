package io.registrybridge.sink.kubernetes;

import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.sink.Sink;
import io.registrybridge.sink.SinkContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KubernetesPeer.Extension.class)
class KubernetesSinkContractIT extends SinkContract {

  private final Cluster cluster;

  KubernetesSinkContractIT(KubernetesPeer peer) {
    cluster = new Cluster(peer);
  }

  @BeforeEach
  void empty() {
    cluster.empty();
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Override
  protected Sink open(String owner) {
    return cluster.sink(owner);
  }
}
