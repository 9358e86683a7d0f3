package io.registrybridge.sink.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.registrybridge.mesh.Keys;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.sink.Manifest;
import java.util.List;
import java.util.Optional;

/** The real API server, asked as the sink asks it, but for a dry run. */
public final class DryRuns implements AutoCloseable {

  /** As for an object that is not there. */
  private static final String OF_NO_OBJECT = "1";

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(Keys.PRODUCT)
          .withFieldValidation("Strict")
          .withForce(true)
          .withDryRun(List.of("All"))
          .build();

  private final KubernetesClient client;

  public DryRuns(KubernetesPeer peer) {
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(peer.kubeconfig().toFile()))
            .withKubernetesSerialization(YamlSafe.serialization())
            .build();
  }

  /** What is wrong with the service to the API server; empty if it would stand there as it is. */
  public Optional<String> trouble(MeshService service) {
    try {
      var answer =
          client
              .genericKubernetesResources(Manifest.API_VERSION, service.id().kind().title())
              .inNamespace(service.id().namespace())
              .withName(service.id().name())
              .patch(APPLY, Wire.whole(service, "prod", OF_NO_OBJECT, null));
      return Entries.says(Wire.read(service.id().kind(), answer), service)
          ? Optional.empty()
          : Optional.of("it would be stored as " + answer);
    } catch (KubernetesClientException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
