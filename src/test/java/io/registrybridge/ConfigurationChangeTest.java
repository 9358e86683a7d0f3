package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The whole bridge is started again with another configuration over the same directory. */
class ConfigurationChangeTest {

  @TempDir private Path folder;

  @BeforeEach
  void fiftyServicesStand() throws IOException {
    var services = new StringBuilder("services:\n");
    for (var number = 0; number < 50; number++) {
      services.append("  s%d: [{address: 10.0.0.%d, port: 8080}]\n".formatted(number, number));
    }
    Files.writeString(folder.resolve("services.yaml"), services);
    Files.writeString(folder.resolve("token"), "secret");
    try (var bridge = start()) {
      assertThat(bridge.pass().path("failed").asInt()).isZero();
    }
    assertThat(hosts("mesh")).hasSize(50);
  }

  @Test
  @Tag("fault")
  void anotherHostPatternTakesNothingAwayUntilReleased() throws IOException {
    try (var bridge = start("bridge.mapping.host={service}.new")) {
      bridge.pass();
      assertThat(hosts("mesh")).hasSize(100);
      var plan = bridge.get("/actuator/plan").path("sinks").path("review");
      assertThat(plan.path("delete")).isEmpty();
      assertThat(reasons(plan))
          .hasSize(50)
          .contains(
              "by the configuration shop/s7 is ServiceEntry mesh/s7.new now; 50 of 50 services of"
                  + " shop would go because of the configuration, not because shop lost them;"
                  + " release with POST /actuator/guard/shop");
      var held = bridge.get("/actuator/guard").path("registries").path("shop").path("heldBack");
      assertThat(held.path("review")).hasSize(50);

      assertThat(bridge.post("/actuator/guard/shop", "secret").path("tripped").asBoolean())
          .isFalse();
      bridge.pass();
      assertThat(hosts("mesh")).hasSize(50).allMatch(name -> name.endsWith(".new.yaml"));
    }
  }

  @Test
  @Tag("fault")
  void aFilterThatMatchesNothingTakesNothingAway() throws IOException {
    try (var bridge = start("bridge.mapping.include=nothing")) {
      bridge.pass();
      assertThat(reasons(bridge.get("/actuator/plan").path("sinks").path("review")))
          .hasSize(50)
          .anyMatch(reason -> reason.startsWith("the configuration leaves shop/s7 out;"));
    }
    assertThat(hosts("mesh")).hasSize(50);
  }

  @Test
  @Tag("fault")
  void rangesThatNoAddressIsInTakeNothingAway() throws IOException {
    try (var bridge = start("bridge.mapping.endpoint-cidrs.allow=192.168.0.0/16")) {
      bridge.pass();
      assertThat(reasons(bridge.get("/actuator/plan").path("sinks").path("review"))).hasSize(50);
    }
    assertThat(Files.readString(folder.resolve("mesh/mesh/s7.shop.mesh.yaml")))
        .contains("10.0.0.7");
  }

  @Test
  @Tag("fault")
  void anotherNamespaceTakesNothingAwayFromTheOld() throws IOException {
    try (var bridge = start("bridge.mapping.namespace=mesh2")) {
      bridge.pass();
      assertThat(hosts("mesh")).hasSize(50);
      assertThat(hosts("mesh2")).hasSize(50);
      bridge.post("/actuator/guard/shop", "secret");
      bridge.pass();
      assertThat(hosts("mesh")).isEmpty();
      assertThat(hosts("mesh2")).hasSize(50);
    }
  }

  @Test
  @Tag("fault")
  void whatCameFromARegistryThatIsNotConfiguredStaysUntilItIsRetired() throws IOException {
    Files.writeString(folder.resolve("other.yaml"), "services: {}");
    var args =
        new String[] {
          "bridge.owner=prod",
          "bridge.registry.file.other.path=" + folder.resolve("other.yaml"),
          "bridge.sink.file.review.directory=" + folder.resolve("mesh")
        };
    try (var bridge = RunningBridge.start(args)) {
      assertThat(bridge.pass().path("heldBack").asInt()).isEqualTo(50);
      assertThat(bridge.sync().path("sinks").path("review").path("heldBack").asInt()).isEqualTo(50);
      assertThat(reasons(bridge.get("/actuator/plan").path("sinks").path("review")))
          .hasSize(50)
          .allMatch(reason -> reason.contains("orphan: registry 'shop' is not configured"));
    }
    assertThat(hosts("mesh")).hasSize(50);
    var retiring = new ArrayList<>(Arrays.asList(args));
    retiring.add("bridge.retired=shop");
    try (var bridge = RunningBridge.start(retiring.toArray(String[]::new))) {
      bridge.pass();
    }
    assertThat(hosts("mesh")).isEmpty();
  }

  private static List<String> reasons(JsonNode plan) {
    return plan.path("heldBack").findValuesAsString("reason");
  }

  private List<String> hosts(String namespace) throws IOException {
    try (var files = Files.list(folder.resolve("mesh").resolve(namespace))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private RunningBridge start(String... properties) {
    var all =
        new ArrayList<>(
            List.of(
                "bridge.registry.file.shop.path=" + folder.resolve("services.yaml"),
                "bridge.sink.file.review.directory=" + folder.resolve("mesh"),
                "bridge.admin.token-file=" + folder.resolve("token")));
    all.addAll(Arrays.asList(properties));
    return RunningBridge.start(all.toArray(String[]::new));
  }
}
