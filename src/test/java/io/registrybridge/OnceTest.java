package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

/** {@code bridge.mode: once}, from the command line to the exit code. */
@ExtendWith(OutputCaptureExtension.class)
class OnceTest {

  private static final String BOTH =
      """
      services:
        orders: [{address: 10.0.0.1, port: 8080}]
        stock: [{address: 10.0.0.2, port: 8080}]
      """;

  @TempDir Path folder;

  @BeforeEach
  void list() throws IOException {
    list(BOTH);
  }

  @Test
  void exitsWithZeroWhenAllIsDone(CapturedOutput output) throws IOException {
    assertThat(run()).isZero();
    assertThat(written()).containsExactly("orders.shop.mesh.yaml", "stock.shop.mesh.yaml");
    assertThat(output)
        .contains("registry shop complete, 2 services, 2 instances\n")
        .contains("sink review holds 2 resources, 2 endpoints\n")
        .contains("2 created, 0 updated, 0 deleted, 0 unchanged, 0 failed, 0 held back");
  }

  @Test
  void exitsWithOneWhenARegistryWasNotRead(CapturedOutput output) throws IOException {
    assertThat(run("bridge.registry.file.core.path=" + folder.resolve("nowhere"))).isEqualTo(1);
    assertThat(written()).as("what the others say is written").hasSize(2);
    assertThat(output).contains("registry core unavailable, 0 services, 0 instances: ");
  }

  @Test
  void exitsWithOneWhenAChangeFailed(CapturedOutput output) throws IOException {
    Files.createDirectories(folder.resolve("mesh/mesh/stock.shop.mesh.yaml/in-the-way"));
    assertThat(run()).isEqualTo(1);
    assertThat(output).contains("stock.shop.mesh");
    assertThat(folder.resolve("mesh/mesh/orders.shop.mesh.yaml")).exists();
  }

  @Test
  void exitsWithThreeWhenSomethingIsHeldBack(CapturedOutput output) throws IOException {
    run();
    list("services: {}");
    assertThat(run()).isEqualTo(3);
    assertThat(written()).hasSize(2);
    assertThat(output)
        .contains("= ServiceEntry mesh/stock.shop.mesh held back for registry shop since ")
        .contains("1 endpoint stays: guard: 0 of 2 endpoints and 0 of 2 services are there");
  }

  @Test
  void exitsWithTheLowestCodeThatApplies() throws IOException {
    run();
    list("services: {}");
    assertThat(run("bridge.registry.file.core.path=" + folder.resolve("nowhere"))).isEqualTo(1);
  }

  @Test
  void dryPrintsThePlanAndWritesNothing(CapturedOutput output) {
    assertThat(run("bridge.dry-run=true")).isZero();
    assertThat(folder.resolve("mesh/mesh")).doesNotExist();
    assertThat(output)
        .contains(
            """
            sink review
              + ServiceEntry mesh/orders.shop.mesh
                  + 10.0.0.1 http:8080
              + ServiceEntry mesh/stock.shop.mesh
                  + 10.0.0.2 http:8080
              2 to create, 0 to update, 0 to delete, 0 held back, 0 rejected, 0 unchanged
            """);
  }

  @Test
  void dryExitsByTheSameRules() throws IOException {
    run();
    list("services: {}");
    assertThat(run("bridge.dry-run=true")).isEqualTo(3);
  }

  @Test
  void isAProcessWithoutAPortThatEndsByItself() throws Exception {
    var command = new ArrayList<>(List.of(java(), "-cp", System.getProperty("java.class.path")));
    command.add(BridgeApplication.class.getName());
    command.addAll(arguments("bridge.registry.file.core.path=" + folder.resolve("nowhere")));
    var output = folder.resolve("output").toFile();
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
      assertThat(output).content().contains("2 created").doesNotContain("Tomcat");
    } finally {
      process.destroyForcibly();
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private int run(String... properties) {
    var context = BridgeApplication.start(arguments(properties).toArray(String[]::new));
    assertThat(context).isNotInstanceOf(WebServerApplicationContext.class);
    return SpringApplication.exit(context);
  }

  private List<String> arguments(String... properties) {
    var arguments =
        new ArrayList<>(
            List.of(
                "--eureka.client.enabled=false",
                "--bridge.mode=once",
                "--bridge.owner=prod",
                "--bridge.policy=sync",
                "--bridge.registry.file.shop.path=" + folder.resolve("services.yaml"),
                "--bridge.sink.file.review.directory=" + folder.resolve("mesh")));
    List.of(properties).forEach(property -> arguments.add("--" + property));
    return arguments;
  }

  private void list(String services) throws IOException {
    Files.writeString(folder.resolve("services.yaml"), services);
  }

  private List<String> written() throws IOException {
    try (var files = Files.list(folder.resolve("mesh/mesh"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
