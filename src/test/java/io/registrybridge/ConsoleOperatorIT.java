package io.registrybridge;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.peer.Browser;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do in the console, and what they must not be fooled by, in a real browser. */
class ConsoleOperatorIT {

  private static final String TWO =
      "services: {orders: [{address: 10.0.0.1, port: 8080}], billing: [{address: 10.0.1.1, port: 8080}]}";

  private static Browser browser;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    browser = Browser.start();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() throws IOException {
    browser.open("about:blank");
    browser.size(1400, 1000);
    browser.complaints();
    Files.writeString(folder.resolve("token"), "open-sesame\n");
  }

  @Test
  void whatIsHeldIsReleasedWithTheTokenAndNotWithoutIt() throws IOException {
    list(TWO);
    try (var bridge = bridge()) {
      eventually(() -> assertThat(mesh()).hasSize(2));
      list("services: {}");
      open(bridge);
      eventually(() -> assertThat(browser.text("#obstacles")).contains("held back", "2 resources"));

      browser.click("[data-release=static]");
      browser.click("#confirm");
      eventually(() -> assertThat(browser.text("#release-error")).contains("not the admin token"));
      browser.type("#token", "open-barley");
      browser.click("#confirm");
      eventually(
          () ->
              assertThat(browser.run("return document.getElementById('token').value"))
                  .isEqualTo(""));
      eventually(() -> assertThat(browser.text("#release-error")).contains("not the admin token"));
      bridge.pass();
      assertThat(mesh()).hasSize(2);
      assertThat(bridge.registry("static").path("guard").path("tripped").asBoolean()).isTrue();

      browser.type("#token", "open-sesame");
      browser.click("#confirm");

      eventually(() -> assertThat(browser.text("#said")).contains("let go"));
      eventually(() -> assertThat(mesh()).isEmpty());
      eventually(() -> assertThat(browser.shows("[data-release=static]")).isFalse());
      eventually(() -> assertThat(browser.shows("#release")).isFalse());
      tokenIsNowhere();
      assertThat(browser.complaints()).hasSize(2).allMatch(one -> one.contains("401"));
    }
  }

  private static void tokenIsNowhere() {
    assertThat(
            browser.run(
                "return [document.documentElement.outerHTML, document.cookie, location.href,"
                    + " JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}),"
                    + " document.getElementById('token').value].join()"))
        .asString()
        .doesNotContain("open-sesame");
  }

  @Test
  void whatItsAccountMayNotDoIsShown() throws IOException {
    Peers.require("etcd", "kube-apiserver");
    list(TWO);
    try (var kubernetes = KubernetesPeer.start();
        var bridge =
            bridge(
                "bridge.sink.kubernetes.cluster.kubeconfig=" + kubernetes.kubeconfig(),
                "bridge.sink.kubernetes.cluster.context=alice")) {
      open(bridge);
      eventually(
          () ->
              assertThat(browser.text("#sinks"))
                  .contains("in trouble", "its account lacks the rule", "[serviceentries]"));
    }
  }

  @Test
  void markupFromARegistryIsText() throws IOException {
    var name = "<img src=x onerror=\\\"window.hurt=1\\\"><b>bold</b>";
    list(
        """
        services:
          "%s": [{address: 10.0.0.1, port: 8080, metadata: {"<script>": "<script>window.hurt=2</script>"}}]
          "javascript:window.hurt=3": [{address: "<u>10.0.0.2", port: 8080}]
        """
            .formatted(name));
    try (var bridge = bridge()) {
      open(bridge);
      var shown = name.replace("\\", "");
      eventually(
          () ->
              assertThat(browser.texts("#services tbody a"))
                  .contains(shown, "javascript:window.hurt=3"));
      assertThat(
              browser.run(
                  "return document.querySelectorAll('main img, main b, main u, main script').length"))
          .isEqualTo(0L);

      browser.run(
          "[...document.querySelectorAll('#services a')].find(one => one.textContent.includes('onerror')).click()");

      eventually(
          () ->
              assertThat(browser.text("#explanation"))
                  .contains("<script>=<script>window.hurt=2</script>"));
      assertThat(browser.text("#service-title")).startsWith(shown);
      assertThat(
              browser.run(
                  "return document.querySelectorAll('main img, main b, main u, main script').length"))
          .isEqualTo(0L);
      assertThat(browser.run("return String(window.hurt)")).isEqualTo("undefined");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void itSaysSoWhenTheBridgeDoesNotAnswer() throws IOException {
    list(TWO);
    try (var bridge = bridge()) {
      open(bridge);
      eventually(
          () ->
              assertThat(browser.texts("#services tbody a")).containsExactly("billing", "orders"));
    }

    eventually(
        () ->
            assertThat(browser.text("#trouble"))
                .contains(
                    "Out of date", "cannot be reached", "What is shown is from", "Next try in"));
    eventually(() -> assertThat(browser.text("#fresh")).isEqualTo("not up to date"));
    assertThat(browser.texts("#services tbody a")).containsExactly("billing", "orders");
    assertThat(browser.barriers()).isEmpty();
  }

  @Test
  void nobodyAsksWhileThePageIsHidden() throws IOException {
    list(TWO);
    try (var bridge = bridge()) {
      open(bridge);
      eventually(
          () ->
              assertThat(browser.texts("#services tbody a")).containsExactly("billing", "orders"));
      hide(true);
      list("services: {orders: [{address: 10.0.0.1, port: 8080}]}");
      eventually(() -> assertThat(bridge.registry("static").path("services").asInt()).isEqualTo(1));

      untilNobodyAsks();
      assertThat(browser.texts("#services tbody a")).containsExactly("billing", "orders");
      hide(false);

      eventually(() -> assertThat(browser.texts("#services tbody a")).containsExactly("orders"));
    }
  }

  /** For longer than the page waits between two rounds. */
  private static void untilNobodyAsks() {
    var before = new AtomicLong(-1);
    await()
        .during(Duration.ofSeconds(5))
        .until(
            () -> {
              var asked = asked();
              return before.getAndSet(asked) == asked;
            });
  }

  private static long asked() {
    return (long) browser.run("return performance.getEntriesByType('resource').length");
  }

  /** A browser without windows has no tab that could go behind another one. */
  private static void hide(boolean so) {
    browser.run(
        "Object.defineProperty(document, 'hidden', {value: %s, configurable: true}); document.dispatchEvent(new Event('visibilitychange'))"
            .formatted(so));
  }

  @Test
  void tenThousandServicesAreSearchedAndSomeAreShown() throws IOException {
    list(
        IntStream.range(0, 10_000)
            .mapToObj(
                n ->
                    "  service-%05d: [{address: 10.1.%d.%d, port: 8080}]"
                        .formatted(n, n / 250, n % 250 + 1))
            .collect(joining("\n", "services:\n", "\n")));
    try (var bridge = bridge("bridge.dry-run=true")) {
      eventually(
          () -> assertThat(bridge.registry("static").path("services").asInt()).isEqualTo(10_000));
      open(bridge);
      eventually(() -> assertThat(browser.text("#found")).isEqualTo("10,000 found"));
      assertThat(browser.texts("#services tbody tr")).hasSize(300);
      assertThat(browser.text("#services .more")).contains("9,700 more");
      eventually(() -> assertThat(browser.text("#plan")).contains("10,000 to create"));

      browser.type("#search", "SERVICE-09999");

      eventually(
          () -> assertThat(browser.texts("#services tbody a")).containsExactly("service-09999"));
      assertThat(browser.text("#found")).isEqualTo("1 found");
    }
  }

  private RunningBridge bridge(String... more) {
    var properties =
        new ArrayList<>(
            List.of(
                "bridge.registry.file.static.path=" + folder.resolve("services.yaml"),
                "bridge.registry.file.static.interval=100ms",
                "bridge.admin.token-file=" + folder.resolve("token"),
                "bridge.mapping.empty-grace=0s",
                "bridge.sink.file.review.directory=" + folder.resolve("mesh")));
    properties.addAll(List.of(more));
    return RunningBridge.start(properties.toArray(String[]::new));
  }

  private static void open(RunningBridge bridge) {
    browser.open(bridge.uri("/").toString());
    eventually(() -> assertThat(browser.text("#fresh")).startsWith("as of"));
  }

  private void list(String services) throws IOException {
    var next = Files.writeString(folder.resolve("next.yaml"), services);
    Files.move(next, folder.resolve("services.yaml"), StandardCopyOption.ATOMIC_MOVE);
  }

  private Set<String> mesh() {
    return MeshFolder.in(folder.resolve("mesh")).files().keySet();
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().ignoreExceptions().untilAsserted(assertion);
  }
}
