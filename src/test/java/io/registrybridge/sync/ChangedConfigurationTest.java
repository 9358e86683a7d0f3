package io.registrybridge.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import io.registrybridge.plan.Held;
import io.registrybridge.plan.Plan;
import io.registrybridge.registry.Registry;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bridge is restarted with another configuration over the same sink and registries. */
class ChangedConfigurationTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final ScriptedRegistry shop = new ScriptedRegistry("shop");
  private final ScriptedRegistry legacy = new ScriptedRegistry("legacy");
  private final MemorySink cluster = new MemorySink("cluster");
  private Reconciler bridge = started(TestSettings.of("shop", "legacy"), shop, legacy);

  @BeforeEach
  void fiftyServicesStand() {
    for (var number = 0; number < 50; number++) {
      shop.lists("S" + number, "10.0.0." + number);
    }
    shop.speaks();
    legacy.lists("old", "10.1.0.1").speaks();
    pass();
    assertThat(cluster.hosts()).hasSize(51);
  }

  @Test
  void anotherHostPatternTakesNothingAwayUntilReleased() {
    restartedWith("{service}.new", "*");
    pass();
    assertThat(cluster.hosts()).hasSize(102).contains("s7.mesh", "s7.new");
    pass();
    assertThat(cluster.hosts()).hasSize(102);
    assertThat(heldBack(plan(), "shop"))
        .hasSize(50)
        .allSatisfy(
            held ->
                assertThat(held.reason())
                    .contains(
                        "50 of 50 services of shop would go because of the configuration",
                        "POST /actuator/guard/shop"));

    restartedWith("{service}.new", "*");
    pass();
    assertThat(cluster.hosts()).as("after one more restart").hasSize(102);

    bridge.release("shop", NOW);
    assertThat(plan().changes()).as("the plan says what the next pass does").hasSize(50);
    pass();
    assertThat(cluster.hosts())
        .hasSize(52)
        .contains("s7.new", "old.mesh")
        .doesNotContain("s7.mesh");
  }

  @Test
  void aHeldHostFollowsItsRegistry() {
    restartedWith("{service}.new", "*");
    pass();
    shop.lists("S7", "10.9.9.9").lists("S8").forgets("S9").speaks();
    pass();
    assertThat(addresses("s7.mesh")).containsExactly("10.9.9.9").isEqualTo(addresses("s7.new"));
    assertThat(addresses("s8.mesh")).isEmpty();
    assertThat(cluster.hosts()).as("what its registry lost goes").doesNotContain("s9.mesh");
    shop.lists("S8", "10.8.8.8").speaks();
    pass();
    assertThat(addresses("s8.mesh")).containsExactly("10.8.8.8");
  }

  @Test
  void aFilterThatSuddenlyMatchesNothingTakesNothingAway() {
    restartedWith("{service}.mesh", "nothing-is-called-so");
    pass();
    assertThat(cluster.hosts()).hasSize(51);
    shop.lists("S7", "10.9.9.9").speaks();
    pass();
    assertThat(addresses("s7.mesh")).as("it still follows its registry").contains("10.9.9.9");
    bridge.release("shop", NOW);
    pass();
    assertThat(cluster.hosts())
        .as("the other registry's last one is held")
        .containsOnly("old.mesh");
  }

  @Test
  void aConfigurationThatIsPutRightAgainNeedsNoWordForWhatStandsAsBefore() {
    restartedWith("{service}.mesh", "nothing-is-called-so");
    pass();
    restartedWith("{service}.mesh", "*");
    assertThat(pass().tally()).isEqualTo(new Tally(0, 0, 0, 51, 0, 0, 0, 0));
  }

  @Test
  void whatIsHeldDoesNotTripTheGuardAfterARestart() {
    restartedWith("{service}.new", "*");
    pass();
    restartedWith("{service}.new", "*");
    assertThat(pass().registries().get("shop")).extracting("guard.tripped").isEqualTo(false);
  }

  @Test
  void aRegistryTakenOutByAccidentLeavesItsObjectsAndIsListed() {
    bridge = started(TestSettings.of("shop"), shop);
    var pass = pass();
    assertThat(cluster.hosts()).contains("old.mesh");
    assertThat(pass.sinks().get("cluster"))
        .extracting("heldBack")
        .asInstanceOf(list(Held.class))
        .singleElement()
        .satisfies(held -> assertThat(held.reason()).contains("orphan", "bridge.retired"));
    assertThat(heldBack(plan(), "legacy")).hasSize(1);
  }

  @Test
  void aRetiredRegistrysObjectsGo() {
    bridge =
        started(TestSettings.of("{service}.mesh", List.of("*"), Set.of("legacy"), "shop"), shop);
    pass();
    assertThat(cluster.hosts()).hasSize(50).doesNotContain("old.mesh");
  }

  @Test
  void aFormerOwnersObjectsAreInheritedAsTheyStandAndCountAsOurs() {
    cluster.belongsTo("staging");
    bridge = started(TestSettings.of("shop", "legacy"), shop, legacy);
    legacy.fallsSilent();
    shop.forgets("S1").forgets("S2").speaks();
    assertThat(pass().registries().get("shop"))
        .as("measured by what it inherits: a loss right after the start")
        .extracting("guard.tripped")
        .isEqualTo(true);
    assertThat(cluster.addresses()).hasSize(51);
    assertThat(cluster.owners()).containsOnly("prod");
  }

  @Test
  void aFilterThatChangesWhileTheRegistryComesBackEmptyTakesNothingAway() {
    shop.speaks();
    pass();
    for (var service : cluster.services()) {
      service.origins().forEach(origin -> shop.forgets(origin.service()));
    }
    restartedWith("{service}.mesh", "NOTHING*");
    shop.speaks();
    var before = cluster.addresses();
    assertThat(before).isNotEmpty();
    assertThat(pass().registries().get("shop")).extracting("guard.tripped").isEqualTo(true);
    assertThat(cluster.addresses()).isEqualTo(before);
  }

  private List<String> addresses(String host) {
    return cluster.services().stream()
        .filter(service -> service.spec().host().equals(host))
        .flatMap(service -> service.spec().endpoints().stream())
        .map(endpoint -> endpoint.address())
        .toList();
  }

  private static List<Held> heldBack(Plan plan, String registry) {
    return plan.heldBack().stream().filter(held -> held.registry().equals(registry)).toList();
  }

  private Plan plan() {
    return bridge.preview(NOW).get(0).plan();
  }

  private Pass pass() {
    return Pass.made(bridge, NOW);
  }

  private void restartedWith(String host, String include) {
    bridge =
        started(TestSettings.of(host, List.of(include), Set.of(), "shop", "legacy"), shop, legacy);
  }

  private Reconciler started(Settings settings, Registry... registries) {
    return new Reconciler(List.of(registries), List.of(cluster), settings, Runnable::run, NOW);
  }
}
