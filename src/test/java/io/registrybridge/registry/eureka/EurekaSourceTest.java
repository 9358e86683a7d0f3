package io.registrybridge.registry.eureka;

import static io.registrybridge.registry.eureka.EurekaJson.NOTHING;
import static io.registrybridge.registry.eureka.EurekaJson.application;
import static io.registrybridge.registry.eureka.EurekaJson.document;
import static io.registrybridge.registry.eureka.EurekaJson.instance;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.registry.Reading;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class EurekaSourceTest {

  private static final String EVERYTHING = "/eureka/apps";
  private static final String DELTA = "/eureka/apps/delta";

  private static final String TWO =
      document(1, "UP_2_", application("ORDERS", instance("o1", "UP"), instance("o2", "UP")));
  private static final String ONE =
      document(1, "UP_1_", application("ORDERS", instance("o1", "UP")));

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final ScriptedServer server = new ScriptedServer();
  private final ScriptedServer other = new ScriptedServer();
  private final EurekaSource source = sourceOf(server.url(), other.url());

  @AfterEach
  void close() {
    server.close();
    other.close();
  }

  @Test
  void readsEverythingFirstAndThenWhatChanged() {
    server.lists(TWO, document(7, "UP_2_"));
    var first = source.read();
    assertThat(server.takePaths()).containsExactly(EVERYTHING);
    var second = source.read();

    assertThat(server.takePaths()).containsExactly(DELTA);
    assertThat(first.catalog().instances()).isEqualTo(2);
    assertThat(second).isInstanceOf(Reading.Complete.class);
    assertThat(second.catalog()).isSameAs(first.catalog());
  }

  @Test
  void appliesADelta() {
    server.lists(TWO, gone("o2", "UP_1_"));
    source.read();
    server.takePaths();

    assertThat(source.read().catalog().instances()).isEqualTo(1);
    assertThat(server.takePaths()).containsExactly(DELTA);
  }

  @Test
  void readsEverythingWhenTheDeltaDoesNotAddUp() {
    server.lists(TWO, document(7, "UP_2_"));
    source.read();
    server.lists(ONE, document(8, "UP_1_"));
    server.takePaths();

    assertThat(source.read().catalog().instances()).isEqualTo(1);
    assertThat(server.takePaths()).containsExactly(DELTA, EVERYTHING);
  }

  @Test
  void readsEverythingWhenTheServerRestartedThoughTheCountsAgree() {
    server.lists(TWO, document(7, "UP_2_"));
    source.read();
    source.read();
    var others =
        document(1, "UP_2_", application("USERS", instance("u1", "UP"), instance("u2", "UP")));
    server.lists(others, document(1, "UP_2_"));
    server.takePaths();

    assertThat(source.read().catalog().services().keySet())
        .extracting("name")
        .containsExactly("USERS");
    assertThat(server.takePaths()).containsExactly(DELTA, EVERYTHING);
  }

  @Test
  void readsEverythingWhenTheDeltaIsDenied() {
    server.plays(
        (path, out) ->
            ScriptedServer.respond(out, path.equals(DELTA) ? 403 : 200, "application/json", TWO));
    source.read();
    server.takePaths();

    assertThat(source.read()).isInstanceOf(Reading.Complete.class);
    assertThat(server.takePaths()).containsExactly(DELTA, EVERYTHING);
  }

  @Test
  void readsEverythingNowAndThenBecauseTheCountsOverlookAChangedPort() {
    server.lists(TWO, document(7, "UP_2_"));
    source.read();
    for (var minute = 0; minute < 10; minute++) {
      pass(Duration.ofMinutes(1));
      source.read();
    }

    assertThat(server.takePaths()).filteredOn(EVERYTHING::equals).hasSize(2);
  }

  @Test
  void readsEverythingWhenADeltaMayNotReachBackFarEnough() {
    server.lists(TWO, document(7, "UP_2_"));
    source.read();
    server.takePaths();
    pass(Duration.ofMinutes(3));

    source.read();

    assertThat(server.takePaths()).containsExactly(EVERYTHING);
  }

  @Test
  void readsEverythingAfterAnOutageAndKeepsWhatDidNotChange() {
    server.lists(TWO, document(7, "UP_2_"));
    var first = source.read();
    server.says(500, "text/plain", "");
    assertThat(source.read()).isInstanceOf(Reading.Unavailable.class);
    server.lists(TWO, document(7, "UP_2_"));
    server.takePaths();

    assertThat(source.read().catalog()).isSameAs(first.catalog());
    assertThat(server.takePaths()).containsExactly(EVERYTHING);
  }

  @Test
  void anEmptyRegistryIsACompleteReading() {
    server.lists(TWO, document(7, "UP_2_"));
    source.read();
    server.lists(NOTHING, document(1, ""));

    assertThat(source.read()).isInstanceOf(Reading.Complete.class);
    assertThat(source.read().catalog().services()).isEmpty();
  }

  @Test
  void anotherServerStandsInAndIsStayedWith() {
    server.lists(TWO, document(7, "UP_2_"));
    other.lists(ONE, document(900, "UP_1_"));
    source.read();
    server.says(403, "application/json", "");

    assertThat(source.read().catalog().instances()).isEqualTo(1);
    assertThat(other.takePaths()).containsExactly(EVERYTHING);

    server.lists(TWO, document(7, "UP_2_"));
    server.takePaths();
    assertThat(source.read().catalog().instances()).isEqualTo(1);
    assertThat(other.takePaths()).containsExactly(DELTA);
    assertThat(server.takePaths()).isEmpty();
  }

  @Test
  void whenNoServerAnswersEachIsNamedWithItsReason() {
    server.says(403, "application/json", "");
    other.close();

    var reading = source.read();

    assertThat(reading).isInstanceOf(Reading.Unavailable.class);
    assertThat(reading.reason())
        .isEqualTo(
            "%s answered 403: it is not ready to say what is registered; %s refused the connection",
            server.url(), other.url());
  }

  @Test
  void newTimeStampsAreNoChange() {
    server.lists(ONE, NOTHING);
    var first = source.read();
    // Each document is written with a time stamp of its own.
    server.lists(
        document(1, "UP_1_", application("ORDERS", instance("o1", "UP"))), document(2, "x"));

    assertThat(source.read().catalog()).isSameAs(first.catalog());
  }

  private static String gone(String id, String hash) {
    return document(8, hash, application("ORDERS", instance(id, "UP", "DELETED", 8080)));
  }

  private EurekaSource sourceOf(String... urls) {
    var second = Duration.ofSeconds(1);
    var size = DataSize.ofMegabytes(1);
    var settings =
        new EurekaSettings(List.of(urls), second, Duration.ofMinutes(10), second, size, true);
    return new EurekaSource("shop", settings, clock);
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }
}
