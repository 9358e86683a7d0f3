package io.registrybridge.sink.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.registrybridge.plan.Change;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Sink;
import io.registrybridge.sink.cluster.LeaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class KubernetesSinksTest {

  @TempDir Path folder;

  @Test
  void namesThePropertyWhoseFileIsNotThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sink(Optional.empty(), folder.resolve("absent")))
        .withMessageContaining("bridge.sink.kubernetes.cluster.kubeconfig")
        .withMessageContaining("absent");
  }

  @Test
  void namesThePropertyWhoseContextIsNotThere() throws IOException {
    var kubeconfig = kubeconfig();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> sink(Optional.of("staging"), kubeconfig))
        .withMessage(
            "bridge.sink.kubernetes.cluster.context: the kubeconfig has no context staging");
  }

  @Test
  void asksNobodyBeforeItIsStarted() throws IOException {
    try (var sink = sink(Optional.of("prod"), kubeconfig())) {
      assertThat(sink.kind()).isEqualTo("kubernetes");
      assertThat(sink.current()).isEqualTo(new Current.Unread("namespace mesh was not read yet"));
    }
  }

  @Test
  void saysWhichClusterItIs(CapturedOutput output) throws IOException {
    try (var sink = sink(Optional.empty(), kubeconfig())) {
      assertThat(output).contains(sink.name() + ": is https://127.0.0.1:1/, context prod");
    }
  }

  @Test
  void whereNobodyAnswersItCannotLookEither() throws IOException {
    try (var sink = sink(Optional.empty(), kubeconfig())) {
      sink.start(() -> {});

      await()
          .untilAsserted(
              () ->
                  assertThat(sink.sees())
                      .isEqualTo(
                          "not Services in namespace mesh:"
                              + " the API server does not answer: no connection"));
    }
  }

  @Test
  void knowsEveryKindOfChange() {
    assertThat(Change.class.getPermittedSubclasses())
        .containsExactlyInAnyOrder(Change.Create.class, Change.Update.class, Change.Delete.class);
  }

  private static Sink sink(Optional<String> context, Path kubeconfig) {
    var settings =
        new KubernetesSettings(
            context,
            Optional.of(kubeconfig),
            50,
            8,
            Duration.ofSeconds(1),
            Duration.ofMinutes(10),
            LeaseSettings.DEFAULT,
            Sight.NAMESPACE,
            true,
            List.of());
    return KubernetesSinks.of("cluster", settings, "ours", Set.of("mesh"), Clock.systemUTC());
  }

  private Path kubeconfig() throws IOException {
    return Files.writeString(
        folder.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
        users: [{name: u, user: {token: t}}]
        contexts: [{name: prod, context: {cluster: c, user: u}}]
        current-context: prod
        """);
  }
}
