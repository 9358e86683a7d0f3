package io.registrybridge.registry.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.Reading;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Reading.Partial;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BeliefTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Gap ANYTHING = new Gap.OfAnything("spring");

  private final Belief belief = new Belief("spring", new Confirmation(3, Duration.ofSeconds(20)));

  @Test
  void thatSomethingIsThereIsBelievedAtOnce() {
    assertThat(read(0, up("orders"))).isInstanceOf(Complete.class);
  }

  @Test
  void thatNothingIsThereIsBelievedOnceItWasRepeatedAlsoAtStart() {
    assertThat(read(0).gaps()).containsExactly(ANYTHING);
    assertThat(read(10).gaps()).containsExactly(ANYTHING);
    assertThat(read(20)).isEqualTo(new Complete("spring", at(20), Catalog.empty()));
  }

  @Test
  void manyReadsOfOneMomentAreNoRepetition() {
    for (var second = 0; second < 20; second++) {
      assertThat(read(second).gaps()).containsExactly(ANYTHING);
    }
    assertThat(read(20)).isInstanceOf(Complete.class);
  }

  @Test
  void anAnswerInBetweenMakesTheCountBeginAgain() {
    read(0);
    read(10);
    read(20, up("orders"));
    read(30);

    assertThat(read(40)).isInstanceOf(Partial.class);
  }

  @Test
  void aFailureInBetweenMakesTheCountBeginAgain() {
    read(0);
    read(10);
    belief.shaken();
    read(20);

    assertThat(read(30)).isInstanceOf(Partial.class);
    assertThat(read(40)).isInstanceOf(Complete.class);
  }

  @Test
  void aServiceWithoutInstancesIsAGapOfItsOwnUntilItWasRepeated() {
    read(0, up("orders"), up("users"));

    for (var second : List.of(10, 20)) {
      var reading = read(second, empty("orders"), up("users"));
      assertThat(reading.gaps()).containsExactly(new Gap.OfService(key("orders")));
      assertThat(reading.catalog().services()).containsOnlyKeys(key("users"));
      assertThat(reading.reason())
          .isEqualTo(
              "no instance is listed of orders, which may hide a failure until 3 reads in a row"
                  + " agree");
    }
    var reading = read(30, empty("orders"), up("users"));
    assertThat(reading).isInstanceOf(Complete.class);
    assertThat(reading.catalog().services()).containsOnlyKeys(key("orders"), key("users"));
  }

  @Test
  void aServiceThatCouldNotBeAskedForIsAGapAsLongAsThatLasts() {
    for (var second : List.of(0, 10, 20, 30, 40)) {
      var reading = read(second, Answer.failed(key("orders"), "IOException: no"), up("users"));

      assertThat(reading.gaps()).containsExactly(new Gap.OfService(key("orders")));
      assertThat(reading.reason()).isEqualTo("asked for orders: IOException: no");
    }
  }

  @Test
  void aServiceOfWhichNoInstanceIsReadableIsAGapWithItsFlaws() {
    var flaw = new Flaw(key("orders"), "o1", "has no host");

    var reading = read(0, new Answer(key("orders"), List.of(), List.of(flaw), ""));

    assertThat(reading.gaps()).containsExactly(new Gap.OfService(key("orders")));
    assertThat(reading.catalog().flaws()).containsExactly(flaw);
  }

  @Test
  void aServiceThatIsListedNoMoreIsGone() {
    read(0, up("orders"), up("users"));

    var reading = read(10, up("users"));

    assertThat(reading).isInstanceOf(Complete.class);
    assertThat(reading.catalog().services()).containsOnlyKeys(key("users"));
  }

  @Test
  void whatDidNotChangeIsTheSameObject() {
    var before = read(0, up("orders"), up("users")).catalog();

    assertThat(read(10, up("users"), up("orders")).catalog()).isSameAs(before);
    assertThat(read(20, up("users"), up("more")).catalog().services().get(key("users")))
        .isSameAs(before.services().get(key("users")));
  }

  @Test
  void theReasonNamesButAFewServices() {
    var reason =
        read(0, Stream.of("a", "b", "c", "d", "e", "f", "g").map(BeliefTest::empty)).reason();

    assertThat(reason).startsWith("no instance is listed of a, b, c, d, e and 2 more, ");
  }

  private Reading read(int second, Stream<Answer> answers) {
    return read(second, answers.toArray(Answer[]::new));
  }

  private Reading read(int second, Answer... answers) {
    return belief.after(at(second), List.of(answers));
  }

  private static Instant at(int second) {
    return START.plusSeconds(second);
  }

  private static Answer up(String service) {
    var ports = Map.of(Instance.PRIMARY, 8080);
    var instance = Instance.of(service + "-1", "10.0.0.1", ports, Status.UP, Map.of());
    return new Answer(key(service), List.of(instance), List.of(), "");
  }

  private static Answer empty(String service) {
    return new Answer(key(service), List.of(), List.of(), "");
  }

  private static ServiceKey key(String service) {
    return new ServiceKey("spring", "", service);
  }
}
