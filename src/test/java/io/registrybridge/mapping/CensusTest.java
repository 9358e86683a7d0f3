package io.registrybridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CensusTest {

  private final RulesBuilder rules = new RulesBuilder();
  private Census census = new Census(Map.of("shop", rules.build()));

  @Test
  void whatIsHiddenCountsForWhatItWas() {
    count(false, service("ORDERS", 2), service("STOCK", 3));
    var count = count(true, service("ORDERS", 2));
    assertThat(count.all()).isEqualTo(new Headcount(5, 2));
    assertThat(count.diminished()).isFalse();
  }

  @Test
  void whatComesBackWholeIsNotDiminishedWhateverElseIsLost() {
    count(false, service("ORDERS", 2), service("STOCK", 3));
    count(true, service("ORDERS", 2));
    var count = count(false, service("ORDERS", 1), service("STOCK", 3));
    assertThat(count.all()).isEqualTo(new Headcount(4, 2));
    assertThat(count.diminished()).isFalse();
  }

  @Test
  void whatComesBackWithLessIsDiminishedOnce() {
    count(false, service("ORDERS", 2), service("STOCK", 3));
    count(true, service("ORDERS", 2));
    assertThat(count(false, service("ORDERS", 2), service("STOCK", 2)).diminished()).isTrue();
    assertThat(count(false, service("ORDERS", 2), service("STOCK", 1)).diminished())
        .as("nothing was hidden before")
        .isFalse();
  }

  @Test
  void whatIsReplacedIsLackingThoughThereIsAsMuch() {
    count(false, Service.of(key("ORDERS"), List.of(instance(1, Status.UP))), service("STOCK", 1));
    var moved = Service.of(key("ORDERS"), List.of(instance(2, Status.UP), instance(3, Status.UP)));
    assertThat(count(false, moved, service("STOCK", 1)).lacks()).isTrue();
    assertThat(count(false, moved, service("STOCK", 2)).lacks()).as("only one more").isFalse();
    assertThat(count(true, moved).lacks()).as("hidden").isFalse();
    assertThat(count(false, moved, service("STOCK", 2)).lacks()).as("back whole").isFalse();
    count(true, moved);
    assertThat(count(false, moved, service("NEW", 5)).lacks()).as("not back").isTrue();
  }

  @Test
  void whatSomebodyTakesOutIsNotLacking() {
    count(false, Service.of(key("ORDERS"), List.of(instance(1, Status.UP))));
    var out = Service.of(key("ORDERS"), List.of(instance(1, Status.OUT)));
    assertThat(count(false, out).lacks()).isFalse();
    var failed = Service.of(key("ORDERS"), List.of(instance(1, Status.FAILED)));
    assertThat(count(false, failed).lacks()).isTrue();
  }

  @Test
  void whatTheRulesLetNothingOfThroughIsToldApart() {
    rules.exclude = List.of("stock");
    rules.excludeMetadata = List.of("canary");
    census = new Census(Map.of("shop", rules.build()));
    var canary =
        Instance.of("i", "10.0.0.1", Map.of("primary", 8080), Status.UP, Map.of("canary", "yes"));
    var count =
        count(
            false,
            service("STOCK", 1),
            service("ORDERS", 1),
            service("NOBODY", 0),
            Service.of(key("CANARY"), List.of(canary)),
            Service.of(key("FAILED"), List.of(instance(1, Status.FAILED))));
    assertThat(count.uncalled()).containsExactlyInAnyOrder(key("STOCK"), key("CANARY"));
    assertThat(count.all()).isEqualTo(new Headcount(1, 1));
  }

  @ParameterizedTest
  @EnumSource
  void whatSomebodyTookOutCountsOnceAndMayBeExcused(Draining draining) {
    rules.draining = draining;
    census = new Census(Map.of("shop", rules.build()));
    var instances = List.of(instance(1, Status.UP), instance(2, Status.OUT));
    var count = count(false, Service.of(key("ORDERS"), instances));
    assertThat(count.all()).isEqualTo(new Headcount(2, 1));
    assertThat(count.excusing(address -> false)).isEqualTo(new Headcount(1, 1));
  }

  private Count count(boolean hides, Service... services) {
    return census.count("shop", Catalog.of(List.of(services), List.of()), key -> hides, !hides);
  }

  private static ServiceKey key(String name) {
    return new ServiceKey("shop", "", name);
  }

  private static Service service(String name, int instances) {
    return Service.of(
        key(name),
        IntStream.range(0, instances).mapToObj(number -> instance(number, Status.UP)).toList());
  }

  private static Instance instance(int number, Status status) {
    return Instance.of("i" + number, "10.0.0." + number, Map.of("primary", 8080), status, Map.of());
  }
}
