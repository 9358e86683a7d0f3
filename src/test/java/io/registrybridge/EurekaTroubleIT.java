package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.peer.EurekaPeer;
import io.registrybridge.peer.Wire;
import io.registrybridge.peer.Wire.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a real Eureka server may do to a bridge that feeds a directory, and that nothing is lost.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EurekaTroubleIT {

  private static final String TOKEN = "open-sesame";
  private static final String RELEASE = "/actuator/guard/shop";

  private final EurekaPeer eureka = EurekaPeer.start();
  private final Wire wire = new Wire(eureka.url().replace("/eureka", ""));
  private final List<RunningBridge> bridges = new ArrayList<>();
  private Path folder = Path.of("");

  @BeforeEach
  void begin(@TempDir Path temporary) throws IOException {
    wire.spoil(Wire.NONE);
    eureka.restart();
    folder = temporary;
    Files.writeString(token(), TOKEN);
  }

  @AfterEach
  void end() {
    bridges.forEach(RunningBridge::close);
    bridges.clear();
  }

  @AfterAll
  void stop() {
    wire.close();
    eureka.close();
  }

  @Test
  @Tag("fault")
  void aServerThatIsRestartedEmptyLosesNothingWhileItsClientsComeBack() {
    register(20);
    start();
    var before = written(20);

    eureka.stop();
    await().until(() -> state().equals("unavailable"));
    assertThat(bridge().registry("shop").path("reason").asString()).isNotBlank();
    assertThat(files()).isEqualTo(before);

    eureka.restart();
    await()
        .untilAsserted(
            () ->
                assertThat(bridge().registry("shop").path("reason").asString())
                    .isEqualTo("guard: 0 of 20 endpoints and 0 of 20 services are there"));
    assertThat(state()).isEqualTo("partial");
    assertThat(files()).isEqualTo(before);

    for (var count = 1; count <= 20; count++) {
      register(count);
      bridge().pass();
      assertThat(files()).isEqualTo(before);
    }
    await().until(() -> state().equals("complete"));
    assertThat(files()).isEqualTo(before);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("403", Wire.says(403, "text/plain", "no"), "403"),
        fault("503", Wire.says(503, "text/plain", "no"), "503"),
        fault("HTML", Wire.says(200, "text/html", "<html>Welcome</html>"), "html"),
        fault("null", Wire.says(200, "application/json", "null"), "not a JSON object"),
        fault("nothing", Wire.says(200, "application/json", ""), ""),
        fault("half a body", Wire.half(), ""),
        fault("an endless body", Wire.endless(), ""));
  }

  private static Arguments fault(String name, Fault fault, String reason) {
    return Arguments.of(name, fault, reason);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  @Tag("fault")
  void aBadAnswerLosesNothingAndTheStatusSaysWhy(String name, Fault fault, String reason) {
    register(5);
    start();
    var before = written(5);

    wire.spoil(fault);
    eureka.cancel("APP-3", "app-3");
    await()
        .untilAsserted(
            () -> {
              var shop = bridge().registry("shop");
              assertThat(shop.path("state").asString()).isEqualTo("unavailable");
              assertThat(shop.path("reason").asString()).isNotBlank().containsIgnoringCase(reason);
            });
    bridge().pass();
    assertThat(files()).isEqualTo(before);

    wire.spoil(Wire.NONE);
    eureka.register("APP-3", "app-3", "10.0.0.3", 8080, "UP");
    eureka.register("NEWS", "news", "10.0.9.9", 8080, "UP");
    await().untilAsserted(() -> assertThat(files()).hasSize(6).containsAllEntriesOf(before));
  }

  @Test
  @Tag("fault")
  void aBridgeThatIsRestartedWhileEurekaIsDownLosesNothingAndThenTheOneThatIsGone() {
    register(100);
    start();
    var before = written(100);
    end();
    eureka.stop();

    start();
    await().until(() -> state().equals("unavailable"));
    bridge().pass();
    assertThat(files()).isEqualTo(before);

    eureka.restart();
    register(99);
    await().untilAsserted(() -> assertThat(files()).hasSize(99));
    before.remove("app-100.shop.mesh.yaml");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void fiveServicesEmptiedOnPurposeAreHeldListedAndReleasedWithOneCall() {
    register(5);
    start("1h");
    var before = written(5);
    for (var number = 1; number <= 5; number++) {
      eureka.cancel("APP-" + number, "app-" + number);
    }
    bridge().pass();

    await()
        .untilAsserted(
            () ->
                assertThat(bridge().sync().path("sinks").path("review").path("heldBack").asInt())
                    .isEqualTo(5));
    assertThat(bridge().registry("shop").path("guard").path("tripped").asBoolean()).isTrue();
    assertThat(files()).isEqualTo(before);
    assertThat(bridge().get("/actuator/plan").path("sinks").path("review").path("heldBack"))
        .hasSize(5);

    bridge().post(RELEASE, "guessed");
    bridge().pass();
    assertThat(files()).isEqualTo(before);

    bridge().post(RELEASE, TOKEN);
    await().untilAsserted(() -> assertThat(files()).isEmpty());
  }

  /** As Eureka evicts who cannot reach it: no more than 15 % a minute. */
  @Test
  @Tag("fault")
  void aSlowBleedIsHeldAsOneBlowIs() {
    register(40);
    start("1h");
    written(40);
    var left = 40;
    for (var number = 40; number > 10; number--) {
      eureka.cancel("APP-" + number, "app-" + number);
      if (number - 1 <= left * 0.85) {
        left = number - 1;
        bridge().pass();
      }
    }

    // Of 40 no more than 30 % went before it tripped; the rest is what it holds.
    assertThat(bridge().registry("shop").path("guard").path("tripped").asBoolean()).isTrue();
    assertThat(files()).hasSizeBetween(28, 34).containsKey("app-20.shop.mesh.yaml");
  }

  @Test
  void oneServiceOfFiftyGoesWithTheNextPass() {
    register(50);
    start();
    var before = written(50);
    eureka.cancel("APP-7", "app-7");
    bridge().pass();

    before.remove("app-7.shop.mesh.yaml");
    await().untilAsserted(() -> assertThat(files()).isEqualTo(before));
  }

  @Test
  @Tag("fault")
  void threeMalformedServicesOfAHundredCostNoMoreThanThemselvesAndAreTold() {
    register(97);
    eureka.register("PORTLESS", "p1", "10.0.1.1", 0, "UP");
    eureka.register("NAMED", "n1", "not an address", 8080, "UP");
    eureka.register("LOOPED", "l1", "127.0.0.1", 8080, "UP");
    start();

    await().untilAsserted(() -> assertThat(files()).hasSize(97));
    assertThat(bridge().registry("shop").path("reason").asString()).contains("PORTLESS");
    var flaws = bridge().get("/actuator/sync/shop").path("flaws");
    assertThat(flaws.findValuesAsString("service"))
        .containsExactlyInAnyOrder("LOOPED", "NAMED", "PORTLESS");
    assertThat(flaws.findValuesAsString("reason"))
        .anySatisfy(reason -> assertThat(reason).contains("port is not a number from 1 to 65535"))
        .anySatisfy(reason -> assertThat(reason).contains("'not an address' is no IP address"))
        .anySatisfy(reason -> assertThat(reason).contains("127.0.0.1"));
  }

  private void register(int last) {
    for (var number = 1; number <= last; number++) {
      eureka.register("APP-" + number, "app-" + number, "10.0.0." + number, 8080, "UP");
    }
  }

  private SortedMap<String, String> written(int files) {
    await().untilAsserted(() -> assertThat(files()).hasSize(files));
    await().until(() -> state().equals("complete"));
    return files();
  }

  private String state() {
    return bridge().registry("shop").path("state").asString();
  }

  private RunningBridge bridge() {
    return bridges.get(0);
  }

  private void start() {
    start("100ms");
  }

  private void start(String interval) {
    bridges.add(
        RunningBridge.start(
            "bridge.registry.eureka.shop.urls=" + wire.url() + "/eureka",
            "bridge.registry.eureka.shop.interval=" + interval,
            "bridge.registry.eureka.shop.timeout=1s",
            "bridge.mapping.empty-grace=0s",
            "bridge.guard.settle=2s",
            "bridge.sync.interval=500ms",
            "bridge.admin.token-file=" + token(),
            "bridge.sink.file.review.directory=" + folder.resolve("out")));
  }

  private Path token() {
    return folder.resolve("token");
  }

  /** What is written, by file name. */
  private SortedMap<String, String> files() {
    return MeshFolder.in(folder.resolve("out")).files();
  }
}
