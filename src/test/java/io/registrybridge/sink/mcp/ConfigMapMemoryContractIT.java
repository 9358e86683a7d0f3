package io.registrybridge.sink.mcp;

import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.sink.Sink;
import io.registrybridge.sink.SinkContract;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** ConfigMaps of a real API server as the memory. */
@ExtendWith(KubernetesPeer.Extension.class)
class ConfigMapMemoryContractIT extends SinkContract {

  private static final AtomicInteger TESTS = new AtomicInteger();

  private final KubernetesPeer peer;
  private String name = "";

  ConfigMapMemoryContractIT(KubernetesPeer peer) {
    this.peer = peer;
  }

  @BeforeEach
  void another() {
    name = "contract-" + TESTS.incrementAndGet();
  }

  @Override
  protected Sink open(String owner) {
    var maps = new ConfigMaps(peer.client(), "mesh", name);
    return new ConfigMapMemory("istiod", owner, new ConfigMapStore(maps));
  }
}
