package io.registrybridge.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KubernetesPeer.Extension.class)
class KubernetesPeerIT {

  private static final ResourceDefinitionContext SERVICE_ENTRY =
      new ResourceDefinitionContext.Builder()
          .withGroup("networking.istio.io")
          .withVersion("v1")
          .withKind("ServiceEntry")
          .withPlural("serviceentries")
          .withNamespaced(true)
          .build();

  private final KubernetesClient client;

  KubernetesPeerIT(KubernetesPeer peer) {
    client = peer.client();
  }

  @AfterEach
  void leaveNothingBehind() {
    entry(Map.of()).withGracePeriod(0).delete();
    client.close();
  }

  @Test
  void servesTheNamespaceAndTheKindsOfIstio() {
    assertThat(client.namespaces().withName("mesh").get()).isNotNull();
    assertThat(client.apiextensions().v1().customResourceDefinitions().list().getItems())
        .extracting(definition -> definition.getMetadata().getName())
        .contains("serviceentries.networking.istio.io", "workloadentries.networking.istio.io");
  }

  @Test
  void storesAServiceEntryThatIsValid() {
    entry(Map.of("hosts", List.of("orders.shop.mesh"), "resolution", "STATIC"))
        .fieldValidation(Validation.STRICT)
        .create();

    var stored = entry(Map.of()).get();
    assertThat(stored.<String>get("spec", "hosts", 0)).isEqualTo("orders.shop.mesh");
  }

  @Test
  void refusesAValueTheSchemaDoesNotKnow() {
    var entry = entry(Map.of("hosts", List.of("orders.shop.mesh"), "resolution", "GUESS"));

    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(() -> entry.fieldValidation(Validation.STRICT).create())
        .withMessageContaining("spec.resolution")
        .returns(422, KubernetesClientException::getCode);
  }

  @Test
  void refusesAFieldTheSchemaDoesNotKnow() {
    var entry = entry(Map.of("hosts", List.of("orders.shop.mesh"), "hostz", "orders"));

    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(() -> entry.fieldValidation(Validation.STRICT).create())
        .withMessageContaining("unknown field \"spec.hostz\"");
  }

  @Test
  void keepsWhatWasStoredWhenTheApiServerGoesAndComesBack() {
    try (var own = KubernetesPeer.start();
        var ownClient = own.client()) {
      own.stopApiServer();
      own.startApiServer();

      assertThat(ownClient.namespaces().withName("mesh").get()).isNotNull();
    }
  }

  private Resource<GenericKubernetesResource> entry(Map<String, Object> spec) {
    var entry =
        new GenericKubernetesResourceBuilder()
            .withApiVersion("networking.istio.io/v1")
            .withKind("ServiceEntry")
            .withNewMetadata()
            .withName("kubernetes-peer-it")
            .withNamespace("mesh")
            .endMetadata()
            .addToAdditionalProperties("spec", spec)
            .build();
    return client.genericKubernetesResources(SERVICE_ENTRY).inNamespace("mesh").resource(entry);
  }
}
