package io.registrybridge.registry.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.peer.ConsulPeer;
import io.registrybridge.registry.Reading;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Reading.Partial;
import io.registrybridge.registry.Reading.Unavailable;
import io.registrybridge.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Consul that shows not everything to everybody. */
@Timeout(600)
class ConsulAccessIT {

  private static ConsulPeer consul;

  @TempDir private Path folder;
  private Path file;

  private final Deque<Registry> opened = new ArrayDeque<>();

  @BeforeAll
  static void startConsul() {
    consul = ConsulPeer.startWithAcls();
    consul.policy(
        "all", "service_prefix \"\" {policy=\"read\"} node_prefix \"\" {policy=\"read\"}");
    consul.policy("services", "service_prefix \"\" {policy=\"read\"}");
    consul.policy(
        "some", "service_prefix \"us\" {policy=\"read\"} node_prefix \"\" {policy=\"read\"}");
    enter("orders", "o1");
    enter("users", "u1");
  }

  private static void enter(String service, String id) {
    consul.enter(
        Map.of(
            "Node",
            "n1",
            "Address",
            "10.1.0.1",
            "Service",
            Map.of("ID", id, "Service", service, "Port", 8080)));
  }

  @AfterAll
  static void stopConsul() {
    consul.close();
  }

  @BeforeEach
  void open() {
    file = folder.resolve("token");
  }

  @AfterEach
  void close() {
    opened.forEach(Registry::close);
  }

  @Test
  void aTokenThatMayReadEverythingReadsEverything() throws IOException {
    start(token("all"));

    assertThat(reading()).isInstanceOf(Complete.class);
    assertThat(reading().catalog().services()).containsOnlyKeys(key("orders"), key("users"));
  }

  @Test
  @Tag("fault")
  void whoShowsNoTokenIsNotToldWhatIsMissingSoNothingIsGone() {
    start();

    assertThat(reading()).isInstanceOf(Partial.class);
    assertThat(reading().tellsWhatIsAbsent()).isFalse();
    assertThat(reading().reason())
        .isEqualTo(
            consul.url() + " (dc1) shows not everything to one who has no token; set token-file");
  }

  @Test
  @Tag("fault")
  void whatATokenMayNotSeeIsNotGone() throws IOException {
    start(token("all"));

    Files.writeString(file, token("some"));
    opened.element().refresh();

    assertThat(reading()).isInstanceOf(Partial.class);
    assertThat(reading().tellsWhatIsAbsent()).isFalse();
    assertThat(reading().reason()).contains("leaves out what the token may not see");
  }

  @Test
  @Tag("fault")
  void aTokenThatMayNotReadNodesSeesNoInstancesAndTheyAreNotGone() throws IOException {
    start(token("all"));

    Files.writeString(file, token("services"));
    opened.element().refresh();

    assertThat(reading().tellsWhatIsAbsent()).isFalse();
    assertThat(reading().reason()).contains("leaves out what the token may not see");
  }

  @Test
  @Tag("fault")
  void aTokenThatDoesNotExistIsASilenceThatNamesTheFile() throws IOException {
    start("00000000-1111-2222-3333-444444444444");

    assertThat(reading()).isInstanceOf(Unavailable.class);
    assertThat(reading().reason())
        .startsWith(
            consul.url() + " (dc1) answered 403: ACL not found; put a token into token-file")
        .doesNotContain("00000000");
  }

  @Test
  @Tag("fault")
  void aTokenThatIsRotatedIsTakenUpWhileItRuns() throws IOException {
    var first = consul.token(policies("all"));
    start(first.path("SecretID").asString());
    assertThat(reading()).isInstanceOf(Complete.class);

    consul.deleteToken(first.path("AccessorID").asString());
    opened.element().refresh();
    assertThat(reading()).isInstanceOf(Unavailable.class);

    Files.writeString(file, token("all") + "\n");

    await().untilAsserted(() -> assertThat(reading()).isInstanceOf(Complete.class));
    assertThat(reading().catalog().services()).containsOnlyKeys(key("orders"), key("users"));
  }

  @Test
  @Tag("fault")
  void aTokenThatIsDeletedWhileItWaitsIsNotAnEmptyRegistry() throws IOException {
    var only = consul.token(policies("all"));
    start(only.path("SecretID").asString());

    consul.deleteToken(only.path("AccessorID").asString());
    enter("orders", "o2"); // which wakes who waits

    await().untilAsserted(() -> assertThat(reading().reason()).contains("ACL not found"));
    assertThat(reading()).isInstanceOf(Unavailable.class);
  }

  private static Map<String, Object> policies(String policy) {
    return Map.of("Policies", List.of(Map.of("Name", policy)));
  }

  private static String token(String policy) {
    return consul.token(policies(policy)).path("SecretID").asString();
  }

  private void start(String token) throws IOException {
    Files.writeString(file, token);
    start("url=" + consul.url(), "token-file=" + file);
  }

  private void start() {
    start("url=" + consul.url(), "timeout=10s");
  }

  private void start(String... settings) {
    var registry = Given.registry(settings);
    opened.add(registry);
    registry.start(() -> {});
    registry.refresh();
  }

  private Reading reading() {
    return opened.element().latest().reading();
  }

  private static ServiceKey key(String service) {
    return new ServiceKey("shop", "dc1", service);
  }
}
