package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class BridgeApplicationTest {

  @Test
  void saysInOneLineWhyItCannotStart(CapturedOutput output) {
    assertThatThrownBy(
        () ->
            BridgeApplication.main(
                new String[] {"--bridge.owner=prod", "--bridge.registry.eureka.shop.urls=x:y@z"}));

    assertThat(output.getAll().lines().filter(line -> line.contains("ERROR")).map(String::strip))
        .singleElement()
        .asString()
        .endsWith(
            "istio-registry-bridge cannot start: bridge.policy is missing;"
                + " it must be create-only, upsert-only or sync");
    assertThat(output)
        .doesNotContain("\tat ")
        .doesNotContain("APPLICATION FAILED TO START")
        .doesNotContain("WARN");
  }

  @Test
  void namesTheCommandLineWhereThePropertyStandsThere(CapturedOutput output) {
    assertThatThrownBy(() -> BridgeApplication.main(new String[] {"--bridge.polcy=sync"}));

    assertThat(output)
        .contains(
            "cannot start: bridge.polcy (command line) is not known;"
                + " did you mean bridge.policy?");
  }

  @Test
  void saysInOneLineThatAFileIsNoYaml(CapturedOutput output, @TempDir Path folder)
      throws IOException {
    var file = Files.writeString(folder.resolve("broken.yaml"), "bridge:\n  owner: [secret\n");

    assertThatThrownBy(
        () -> BridgeApplication.main(new String[] {"--spring.config.location=" + file}));

    assertThat(output).contains("cannot start: a configuration file is no YAML: ", " in line 3");
    assertThat(output).doesNotContain("\tat ").doesNotContain("secret");
  }

  @Test
  void saysInOneLineThatItsPortIsTaken(CapturedOutput output, @TempDir Path folder)
      throws IOException {
    try (var taken = new ServerSocket(0)) {
      start(folder, "--server.port=" + taken.getLocalPort());

      assertThat(output).contains("cannot start: port " + taken.getLocalPort() + " is in use; ");
    }
    assertThat(output).doesNotContain("\tat ").doesNotContain("APPLICATION FAILED TO START");
  }

  @Test
  void saysInOneLineThatThePortForIstiodIsTaken(CapturedOutput output, @TempDir Path folder)
      throws IOException {
    try (var taken = new ServerSocket(0)) {
      start(
          folder,
          "--server.port=0",
          "--bridge.sink.mcp.istiod.snapshot=" + folder.resolve("state"),
          "--spring.grpc.server.port=" + taken.getLocalPort());

      assertThat(output)
          .containsPattern("cannot start: .*:" + taken.getLocalPort() + " cannot be listened on")
          .contains("give spring.grpc.server.port another port");
    }
    assertThat(output).doesNotContain("\tat ");
  }

  private static void start(Path folder, String... more) {
    var arguments =
        Stream.of(
            "--bridge.owner=prod",
            "--bridge.policy=sync",
            "--bridge.registry.file.shop.path=" + folder.resolve("services.yaml"),
            "--bridge.sink.file.review.directory=" + folder.resolve("mesh"));
    assertThatThrownBy(
        () ->
            BridgeApplication.main(
                Stream.concat(arguments, Stream.of(more)).toArray(String[]::new)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "compositeDiscoveryClient | cannot be a registry: it answers with the first client that",
        "noSuchClient | must be the name of a DiscoveryClient bean; there are"
            + " consulDiscoveryClient, eurekaDiscoveryClient, simpleDiscoveryClient"
      })
  @Tag("fault")
  void saysInOneLineWhichDiscoveryClientsThereAre(
      String bean, String sentence, CapturedOutput output, @TempDir Path folder) {
    var client = "bridge.registry.discovery-client.spring.bean";
    assertThatThrownBy(
        () ->
            BridgeApplication.main(
                new String[] {
                  "--server.port=0",
                  "--bridge.owner=prod",
                  "--bridge.policy=sync",
                  "--bridge.sink.file.review.directory=" + folder,
                  "--%s=%s".formatted(client, bean)
                }));

    assertThat(output.getAll().lines().filter(line -> line.contains("ERROR")))
        .singleElement()
        .asString()
        .contains("cannot start: " + client + " (command line) is '" + bean + "'", sentence);
    assertThat(output).doesNotContain("\tat ").doesNotContain("WARN");
  }
}
