package io.registrybridge.sink.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TroubleTest {

  @ParameterizedTest
  @CsvSource({
    "400, admission webhook \"v.istio.io\" denied the request: no",
    "403, admission webhook \"v.istio.io\" denied the request: no",
    "413, Request entity too large",
    "422, spec.hosts[0]: hostname cannot be wildcard",
    "500, failed to create typed patch object (a/b): .spec.x: field not declared in schema"
  })
  void isARefusalWhereTheObjectIsAtFault(int code, String message) {
    assertThat(Trouble.of(answer(code, message)).refusal()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "401, Unauthorized",
    "403, User \"alice\" cannot patch resource \"serviceentries\" in API group \"x\"",
    "403, unable to create new content in namespace mesh because it is being terminated",
    "404, namespaces \"mesh\" not found",
    "409, the object has been modified",
    "429, too many requests",
    "500, failed calling webhook: connection refused",
    "503, not yet"
  })
  void isNoRefusalWhereTimeMayHelp(int code, String message) {
    assertThat(Trouble.of(answer(code, message)).refusal()).isFalse();
  }

  @Test
  void saysWhatWasTriedAndWhatCameOfIt() {
    assertThat(Trouble.of(answer(422, "no host")).sentence("update it"))
        .isEqualTo("update it: no host (422)");
    assertThat(Trouble.of(answer(409, "other version")).sentence("update it"))
        .isEqualTo("update it: changed meanwhile: other version");
    assertThat(Trouble.of(answer(404, "404 page not found")).sentence("list it"))
        .isEqualTo(
            "list it: the API server does not know the kind; are Istio's CRDs installed? (404)");
    assertThat(Trouble.of(answer(404, "namespaces \"x\" not found")).sentence("create it"))
        .isEqualTo("create it: namespaces \"x\" not found (404)");
  }

  @Test
  void namesTheInnermostCauseWhereThereWasNoAnswer() {
    var late = new KubernetesClientException("wrapped", new HttpTimeoutException("timed out"));
    var shut = new KubernetesClientException("wrapped", new ConnectException());

    assertThat(Trouble.of(late).sentence("list it"))
        .isEqualTo("list it: the API server does not answer: timed out");
    assertThat(Trouble.of(shut).sentence("list it"))
        .isEqualTo("list it: the API server does not answer: no connection");
  }

  @Test
  void takesAMistakeOfOursForWhatItIs() {
    var trouble = Trouble.of(new IllegalStateException("oops"));

    assertThat(trouble.unanswered()).isFalse();
    assertThat(trouble.sentence("list it"))
        .isEqualTo("list it: unexpected: java.lang.IllegalStateException: oops");
  }

  private static KubernetesClientException answer(int code, String message) {
    return new KubernetesClientException(
        new StatusBuilder().withCode(code).withMessage(message).build());
  }
}
