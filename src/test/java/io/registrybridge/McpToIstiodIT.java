package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.peer.IstiodPeer;
import io.registrybridge.peer.KubernetesPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(KubernetesPeer.Extension.class)
class McpToIstiodIT {
  @TempDir Path folder;

  @Test
  void smoke(KubernetesPeer kubernetes) throws Exception {
    var services = Files.writeString(folder.resolve("services.yaml"), "services:\n  orders:\n  - {address: 10.0.0.1, port: 8080}\n  - {address: 10.0.0.2, port: 8080}\n");
    try (var bridge = RunningBridge.start("bridge.registry.file.static.path=" + services, "bridge.sink.mcp.istiod.snapshot=" + folder.resolve("state"), "spring.grpc.server.port=19090");
        var istiod = IstiodPeer.reading(kubernetes, 19090)) {
      istiod.start();
      System.out.println(istiod.serviceEntries());
      System.out.println(istiod.endpoints());
      System.out.println(bridge.sync());
      Files.writeString(services, "services:\n  orders:\n  - {address: 10.0.0.1, port: 8080}\n  - {address: 10.0.0.3, port: 8080}\n");
      var t = System.nanoTime();
      await().until(() -> istiod.endpoints().toString().contains("10.0.0.3"));
      System.out.println((System.nanoTime() - t) / 1e6 + " ms");
      System.out.println(bridge.sync());
    }
  }
}
