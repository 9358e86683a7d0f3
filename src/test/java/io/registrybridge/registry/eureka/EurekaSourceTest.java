package io.registrybridge.registry.eureka;

import static io.registrybridge.registry.eureka.EurekaJson.NOTHING;
import static io.registrybridge.registry.eureka.EurekaJson.application;
import static io.registrybridge.registry.eureka.EurekaJson.document;
import static io.registrybridge.registry.eureka.EurekaJson.instance;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.Reading;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
  private final EurekaSource source = sourceOf(List.of(server.url(), other.url()));

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
  void aServerThatDiedAndCameBackIsNotReturnedToUntilItIsNeeded() {
    server.lists(TWO, document(7, "UP_2_"));
    other.lists(ONE, document(900, "UP_1_"));
    source.read();
    server.close();

    assertThat(source.read().catalog().instances()).isEqualTo(1);
    assertThat(other.takePaths()).containsExactly(EVERYTHING);

    try (var again = new ScriptedServer(server.port())) {
      again.lists(TWO, document(1, "UP_2_"));
      source.read();
      source.read();
      assertThat(other.takePaths()).containsExactly(DELTA, DELTA);
      assertThat(again.takePaths()).isEmpty();

      other.close();
      assertThat(source.read().catalog().instances()).isEqualTo(2);
      assertThat(again.takePaths()).containsExactly(EVERYTHING);
    }
  }

  @Test
  void registriesThatStartedTogetherAreNotReadInFullTogether() {
    server.lists(TWO, document(7, "UP_2_"));
    var sources = Stream.generate(() -> sourceOf(List.of(server.url()))).limit(20).toList();
    sources.forEach(EurekaSource::read);
    server.takePaths();

    var full = new ArrayList<Long>();
    for (var minute = 0; minute < 10; minute++) {
      pass(Duration.ofMinutes(1));
      sources.forEach(EurekaSource::read);
      full.add(server.takePaths().stream().filter(EVERYTHING::equals).count());
    }

    assertThat(full.subList(0, 7)).containsOnly(0L);
    assertThat(full.subList(7, 10)).allMatch(count -> count < 20);
    assertThat(full.stream().mapToLong(count -> count).sum()).isEqualTo(20);
  }

  @Test
  void clustersSideBySideAreRegistriesOfTheirOwn() {
    var east = sourceOf("east", List.of(server.url()));
    var west = sourceOf("west", List.of(other.url()));
    server.lists(TWO, document(7, "UP_2_"));
    other.lists(ONE, document(900, "UP_1_"));

    assertThat(east.read().catalog().services())
        .containsOnlyKeys(new ServiceKey("east", "", "ORDERS"));
    assertThat(west.read().catalog().services())
        .containsOnlyKeys(new ServiceKey("west", "", "ORDERS"));
    server.close();

    assertThat(east.read().gaps()).containsExactly(new Gap.OfAnything("east"));
    assertThat(west.read()).isInstanceOf(Reading.Complete.class);
  }

  @Test
  void whenNoServerAnswersEachIsNamedWithItsReason() {
    server.says(403, "application/json", "");
    other.close();

    var reading = source.read();

    assertThat(reading).isInstanceOf(Reading.Unavailable.class);
    assertThat(reading.reason())
        .isEqualTo(
            "%s answered 403: it is not ready to say what is registered; if that lasts, it may want a"
                + " user: set username and password-file; %s refused the connection",
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

  private EurekaSource sourceOf(List<String> urls) {
    return sourceOf("shop", urls);
  }

  private EurekaSource sourceOf(String name, List<String> urls) {
    var settings = Given.settings("urls=" + String.join(",", urls), "timeout=20s", "max-size=1MB");
    return new EurekaSource(name, settings, Given.client(settings), clock);
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }
}
