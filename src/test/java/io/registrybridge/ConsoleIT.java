package io.registrybridge;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.peer.Browser;
import io.registrybridge.peer.EurekaPeer;
import io.registrybridge.peer.IstiodPeer;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import tools.jackson.databind.JsonNode;

/**
 * The console in a real browser: a real Eureka, a file that lost a part of its services, a Consul
 * that does not answer, an API server, and a real istiod that reads from the bridge.
 */
@ExtendWith(KubernetesPeer.Extension.class)
class ConsoleIT {

  private static final int WIDE = 1400;
  private static final int PHONE = 360;

  /** Elements that a keyboard is to reach. */
  private static final String REACHABLE =
      "[...document.querySelectorAll('a[href], button, input, select, summary')]"
          + ".filter(one => !one.disabled && one.checkVisibility())";

  private static EurekaPeer eureka;
  private static IstiodPeer istiod;
  private static RunningBridge bridge;
  private static Browser browser;

  @BeforeAll
  static void start(KubernetesPeer kubernetes, @TempDir Path folder) throws IOException {
    Peers.require("pilot-discovery");
    browser = Browser.start();
    kubernetes.forgetServiceEntries();
    eureka = EurekaPeer.start();
    register();
    list(folder, 1);
    var port = Peers.freePort();
    bridge = bridge(kubernetes, folder, port);
    istiod = IstiodPeer.reading(kubernetes, port);
    istiod.start();
    eventually(() -> assertThat(sink("cluster").path("resources").asInt()).isEqualTo(29));
    eventually(() -> assertThat(sink("istiod").path("resources").asInt()).isEqualTo(29));
    list(folder, 15);
    eventually(() -> assertThat(sink("cluster").path("heldBack").asInt()).isEqualTo(14));
    eventually(() -> assertThat(sink("istiod").path("istiods").isEmpty()).isFalse());
  }

  private static void register() {
    eureka.register("ORDERS", "orders-1", "10.0.0.1", 8080, "UP", "version=v1", "zone=eu-1a");
    eureka.register(
        "ORDERS", "orders-2", "10.0.0.2", 8081, "UP", "version=v2", "db.password=hunter2");
    eureka.register("BILLING", "billing-1", "10.0.1.1", 8080, "UP");
    eureka.register("BILLING", "billing-2", "10.0.1.2", 8080, "OUT_OF_SERVICE");
    eureka.registerWithTwoPorts("PAYMENT", "payment-1", "10.0.2.1", 8080, 8443);
    eureka.register("STOCK_V2", "stock-1", "10.0.3.1", 8080, "UP");
    eureka.register("STOCK_V2", "stock-2", "127.0.0.1", 8080, "UP");
    eureka.register("MAIL", "mail-1", "10.0.4.1", 8080, "DOWN");
  }

  /** At once, for the guard lets pass what is lost one by one. */
  private static void list(Path folder, int first) throws IOException {
    var services =
        IntStream.rangeClosed(first, 25)
            .mapToObj("  report-%1$d: [{address: 10.0.5.%1$d, port: 8080}]"::formatted)
            .collect(joining("\n", "services:\n", "\n"));
    var written = Files.writeString(folder.resolve("written.yaml"), services);
    Files.move(written, folder.resolve("legacy.yaml"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static RunningBridge bridge(KubernetesPeer kubernetes, Path folder, int port) {
    return RunningBridge.start(
        "bridge.owner=prod-eu",
        "bridge.registry.eureka.shop.urls=" + eureka.url(),
        "bridge.registry.eureka.shop.interval=200ms",
        "bridge.registry.file.legacy.path=" + folder.resolve("legacy.yaml"),
        "bridge.registry.consul.core.url=http://127.0.0.1:" + Peers.freePort(),
        "bridge.registry.consul.core.datacenters=dc1",
        "bridge.registry.consul.core.required=false",
        "bridge.sink.kubernetes.cluster.kubeconfig=" + kubernetes.kubeconfig(),
        "bridge.sink.mcp.istiod.snapshot=" + folder.resolve("state"),
        "bridge.sink.mcp.istiod.startup-wait=1s",
        "spring.grpc.server.port=" + port);
  }

  @AfterAll
  static void stop(KubernetesPeer kubernetes) throws Exception {
    for (var one : new AutoCloseable[] {browser, istiod, bridge, eureka}) {
      if (one != null) {
        one.close();
      }
    }
    kubernetes.forgetServiceEntries();
  }

  @BeforeEach
  void open() {
    browser.dark(false);
    browser.size(WIDE, 1000);
    open("#/");
    browser.complaints();
  }

  private static void open(String place) {
    browser.open("about:blank"); // else a place in the same page is no new page
    browser.open(bridge.uri("/" + place).toString());
    eventually(() -> assertThat(browser.text("#fresh")).startsWith("as of"));
  }

  @Test
  void whatItShowsIsWhatTheBridgeSays() {
    assertThat(browser.text("#who")).contains("prod-eu").contains("sync");
    eventually(ConsoleIT::showsRegistries);
    eventually(
        () ->
            assertThat(browser.text("#sinks [data-key=cluster]"))
                .contains("kubernetes", sink("cluster").path("resources").asInt() + " resources")
                .contains("this replica writes", "14 held back"));
    eventually(
        () ->
            assertThat(browser.text("#verdict"))
                .contains("core does not answer", "removals of legacy"));
    eventually(
        () ->
            assertThat(browser.text("#obstacles"))
                .contains("held back", "14 resources", "guard: "));
    eventually(
        () ->
            assertThat(browser.texts("#passes tbody tr")).anyMatch(one -> one.contains("created")));
  }

  private static void showsRegistries() {
    for (var name : List.of("core", "legacy", "shop")) {
      var registry = bridge.registry(name);
      assertThat(browser.text("#registries [data-key=%s]".formatted(name)))
          .contains(registry.path("kind").asString(), registry.path("state").asString())
          .contains(registry.path("services").asInt() + " services")
          .contains(registry.path("instances").asInt() + " instances")
          .contains(registry.path("reason").asString());
    }
  }

  @Test
  void showsTheIstiodsThatReadFromTheBridge() {
    eventually(
        () -> {
          var node = sink("istiod").path("istiods").path(0).path("node").asString();
          assertThat(browser.text("#sinks [data-key=istiod]"))
              .contains(node.split("~", -1)[2], "up to date");
        });
  }

  @Test
  void listsTheServicesThatTheRegistriesListAndThoseThatStand() {
    assertThat(names("shop")).contains("ORDERS", "MAIL");
    assertThat(names("legacy")).hasSize(25).contains("report-1", "report-25");
    eventually(
        () ->
            assertThat(browser.texts("#services tbody a"))
                .containsExactlyElementsOf(
                    Stream.of("legacy", "shop").flatMap(one -> names(one).stream()).toList()));
    eventually(
        () -> {
          assertThat(row("ORDERS")).contains("orders.shop.mesh", "2 of 2", "in the mesh");
          assertThat(row("MAIL")).contains("0 of 1", "not in the mesh");
          assertThat(row("STOCK_V2")).contains("flaw");
          assertThat(row("report-1 ")).contains("held back", "not listed any more");
        });
  }

  private static List<String> names(String registry) {
    var listing = bridge.get("/actuator/sync/" + registry).path("listing");
    return listing
        .path("services")
        .valueStream()
        .map(one -> one.path("service").asString())
        .toList();
  }

  @Test
  void findsAServiceByAPartOfItsHost() {
    browser.type("#search", "stock-v2.sh");

    eventually(() -> assertThat(browser.texts("#services tbody a")).containsExactly("STOCK_V2"));

    browser.type("#search", "");
    browser.click("#troubled");
    eventually(
        () ->
            assertThat(browser.texts("#services tbody a"))
                .contains("STOCK_V2", "report-1")
                .doesNotContain("ORDERS"));
  }

  @Test
  void explainsAServiceFromTheRegistryToIstio() {
    browser.click("#services a[href='#/shop/ORDERS']");

    eventually(
        () ->
            assertThat(browser.text("#explanation"))
                .contains("orders-1", "orders-2", "10.0.0.2", "version=v2", "db.password=******")
                .contains("as it should be", "mesh/orders.shop.mesh", "MESH_INTERNAL")
                .contains("http 80 HTTP", "sink cluster"));
    assertThat(browser.text("#explanation")).doesNotContain("hunter2");
    assertThat(browser.text("#service-title")).isEqualTo("ORDERS shop");
    assertThat(browser.shows("#overview")).isFalse();
  }

  @Test
  void saysWhyAnInstanceIsNotUsedAndWhatIsHeld() {
    open("#/shop/STOCK_V2");
    eventually(
        () ->
            assertThat(browser.text("#explanation"))
                .contains("stock-2", "127.0.0.1", "denied range"));

    open("#/legacy/report-1");
    eventually(
        () ->
            assertThat(browser.text("#explanation"))
                .contains("does not list", "Held back: 1 endpoint stays: guard: "));

    open("#/shop/NOBODY");
    eventually(() -> assertThat(browser.text("#explanation")).contains("knows no such service"));
  }

  @Test
  void aChangeAppearsWithoutAReload() {
    browser.run("window.sinceBefore = true");

    eureka.register("NEWCOMER", "newcomer-1", "10.0.9.1", 8080, "UP");

    eventually(() -> assertThat(row("NEWCOMER")).contains("newcomer.shop.mesh", "in the mesh"));
    browser.click("#services a[href='#/shop/NEWCOMER']");
    eureka.register("NEWCOMER", "newcomer-2", "10.0.9.2", 8080, "UP");
    eventually(() -> assertThat(browser.text("#explanation")).contains("newcomer-2", "10.0.9.2"));
    assertThat(browser.run("return window.sinceBefore")).isEqualTo(true);
    eureka.cancel("NEWCOMER", "newcomer-1");
    eureka.cancel("NEWCOMER", "newcomer-2");
  }

  @Test
  void aPassIsMadeOnDemand() {
    browser.click("#pass");

    eventually(() -> assertThat(browser.text("#said")).matches("Pass \\d+: .+"));
  }

  @Test
  void theBrowserComplainsOfNothing() {
    open("#/shop/ORDERS");
    eventually(() -> assertThat(browser.text("#explanation")).contains("orders-1"));

    assertThat(browser.complaints()).isEmpty();
    assertThat(
            browser.run(
                "return performance.getEntriesByType('resource').map(one => new URL(one.name).origin).filter(one => one !== location.origin)"))
        .isEqualTo(List.of());
  }

  @ParameterizedTest
  @CsvSource({"false, #/", "true, #/", "false, #/shop/STOCK_V2", "true, #/shop/STOCK_V2"})
  void nobodyIsKeptOut(boolean dark, String place) {
    browser.dark(dark);
    open(place);

    eventually(
        () -> assertThat(browser.text("main")).contains(place.equals("#/") ? "ORDERS" : "stock-2"));
    assertThat(browser.barriers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nobodyIsKeptOutOfADialog(boolean dark) {
    browser.dark(dark);
    browser.click("[data-release=legacy]");

    assertThat(browser.text("#release-title")).contains("legacy");
    assertThat(browser.barriers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"#/", "#/shop/ORDERS", "#/shop/STOCK_V2", "#/legacy/report-1"})
  void nothingScrollsSidewaysOnAPhone(String place) {
    browser.size(PHONE, 740);
    open(place);

    assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo((long) PHONE);
  }

  @Test
  void theKeyboardReachesEverythingAndTheFocusIsSeen() {
    eventually(ConsoleIT::everythingIsReached); // unless something comes to the page meanwhile
  }

  private static void everythingIsReached() {
    browser.run("window.reached = new Set(); window.unseen = new Set(); document.body.focus()");
    var all = (long) browser.run("return " + REACHABLE + ".length");
    for (var n = 0; n <= all; n++) {
      browser.press(Keys.TAB);
      browser.run(
          "const one = document.activeElement; reached.add(one);"
              + " if (one !== document.body && getComputedStyle(one).outlineStyle === 'none')"
              + " unseen.add(one.outerHTML)");
    }
    assertThat(all).isGreaterThan(30);
    assertThat(
            browser.run(
                "return "
                    + REACHABLE
                    + ".filter(one => !reached.has(one)).map(one => one.outerHTML)"))
        .isEqualTo(List.of());
    assertThat(browser.run("return [...unseen]")).isEqualTo(List.of());
  }

  @Test
  void theKeyboardOpensAServiceAndComesBack() {
    eventually(
        () -> browser.run("document.querySelector(\"#services a[href='#/shop/ORDERS']\").focus()"));
    browser.press(Keys.ENTER);
    eventually(
        () ->
            assertThat(browser.run("return document.activeElement.id")).isEqualTo("service-title"));

    browser.press(Keys.ESCAPE);

    eventually(() -> assertThat(browser.shows("#overview")).isTrue());
    eventually(
        () ->
            assertThat(browser.run("return document.activeElement.textContent"))
                .isEqualTo("ORDERS"));
  }

  /** To be looked at: {@code docs/console.png} is one of them. */
  @ParameterizedTest
  @CsvSource({
    "desk-light, 1280, false, #/", "desk-dark, 1280, true, #/",
    "phone-light, 360, false, #/", "phone-dark, 360, true, #/",
    "service-light, 1400, false, #/shop/ORDERS", "service-dark, 1400, true, #/shop/ORDERS",
    "held-phone, 360, false, #/legacy/report-1", "service-phone, 360, true, #/shop/STOCK_V2"
  })
  void isPictured(String name, int width, boolean dark, String place) {
    browser.dark(dark);
    browser.size(width, width == PHONE ? 2000 : 880);
    open(place);
    var picture = Path.of("target", "console", name + ".png");

    browser.picture(picture);

    assertThat(picture).isNotEmptyFile();
  }

  private static String row(String service) {
    return browser.texts("#services tbody tr").stream()
        .filter(row -> row.startsWith(service))
        .findFirst()
        .orElse("");
  }

  private static JsonNode sink(String name) {
    return bridge.sync().path("sinks").path(name);
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().ignoreExceptions().untilAsserted(assertion);
  }
}
