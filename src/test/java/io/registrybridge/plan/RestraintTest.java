package io.registrybridge.plan;

import static io.registrybridge.plan.Meshes.endpoint;
import static io.registrybridge.plan.Meshes.id;
import static io.registrybridge.plan.Meshes.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RestraintTest {

  @Test
  void anotherHostPatternTakesNothingAwayBeforeItIsReleased() {
    var estate = Estate.of("shop", 50);
    IntStream.range(0, 50).forEach(number -> estate.rename("shop", number));
    var plan = estate.pass();
    assertThat(estate.created()).hasSize(50).allMatch(name -> name.startsWith("new-"));
    assertThat(plan.changes()).hasSize(50);
    assertThat(plan.heldBack())
        .hasSize(50)
        .contains(
            new Held(
                id("shop7"),
                "shop",
                "by the configuration shop/SHOP7 is ServiceEntry mesh/new-shop7 now;"
                    + " 50 of 50 services of shop would go because of the configuration, not"
                    + " because shop lost them; release with POST /actuator/guard/shop",
                Optional.of(Estate.NOW)));

    assertThat(estate.pass().changes()).isEmpty();
    assertThat(estate.held()).hasSize(50);

    estate.restraint = estate.restraint.released("shop");
    estate.pass();
    assertThat(estate.deleted()).hasSize(50).noneMatch(name -> name.startsWith("new-"));
    assertThat(estate.pass().heldBack()).isEmpty();
  }

  @Test
  void aFilterThatMatchesNothingTakesNothingAway() {
    var estate = Estate.of("shop", 50);
    IntStream.range(0, 50).forEach(number -> estate.leaveOut("shop", number));
    var plan = estate.pass();
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.heldBack())
        .hasSize(50)
        .allSatisfy(held -> assertThat(held.reason()).contains("leaves shop/SHOP", "out;"));
  }

  @Test
  void rangesThatNoAddressIsInTakeNothingAway() {
    var estate = Estate.of("shop", 50);
    IntStream.range(0, 50).forEach(number -> estate.starve("shop", number));
    var plan = estate.pass();
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.heldBack())
        .hasSize(50)
        .allSatisfy(
            held ->
                assertThat(held.reason())
                    .startsWith("1 endpoint stays: the configuration leaves no endpoint of shop/"));
    estate.restraint = estate.restraint.released("shop");
    assertThat(estate.pass().changes()).hasSize(50);
  }

  @Test
  void aFewGoAtOnceAndWithoutAGraceAfterTheirSuccessorsCame() {
    var estate = Estate.of("shop", 50);
    estate.rename("shop", 7);
    estate.leaveOut("shop", 8);
    assertThat(estate.pass().changes())
        .extracting(Change::verb, change -> change.id().name())
        .containsExactly(tuple("create", "new-shop7"), tuple("delete", "shop8"));
    assertThat(estate.pass().changes())
        .extracting(Change::verb, change -> change.id().name())
        .containsExactly(tuple("delete", "shop7"));
  }

  @Test
  void theLastOneIsTooMuchHoweverFewThereAre() {
    var estate = Estate.of("core", 2).with("shop", 0, 1);
    estate.rename("shop", 0);
    estate.rename("core", 0);
    estate.pass();
    estate.pass();
    assertThat(estate.held()).as("one registry's loss is not another's").containsExactly("shop0");
    assertThat(estate.deleted()).containsExactly("core0");
  }

  @Test
  void whatTookThePlaceOfTheHeldDoesNotWaterTheirShareDown() {
    var estate = Estate.of("shop", 30);
    IntStream.range(0, 12).forEach(number -> estate.rename("shop", number));
    estate.pass();
    assertThat(estate.held()).hasSize(12);
    estate.restraint = Restraint.none();
    assertThat(estate.pass().changes()).as("after a restart too").isEmpty();
    assertThat(estate.held()).hasSize(12);
  }

  @Test
  void newServicesDoNotWaterTheShareOfTheHeldDown() {
    var estate = Estate.of("shop", 5);
    IntStream.range(0, 5).forEach(number -> estate.rename("shop", number));
    estate.pass();
    estate.with("shop", 5, 60);
    estate.pass();
    assertThat(estate.held()).hasSize(5);
  }

  @Test
  void whatIsToMoveIsNoLargerShareBeforeItsSuccessorsStand() {
    var estate = Estate.of("shop", 50);
    IntStream.range(0, 12).forEach(number -> estate.rename("shop", number));
    estate.pass();
    estate.pass();
    assertThat(estate.deleted()).as("12 of 50 are not too many").hasSize(12);
  }

  @Test
  void whatIsToMoveIntoAServiceThatStandsIsNoLargerShareEither() {
    var estate = Estate.of("shop", 50);
    for (var number = 0; number < 12; number++) {
      var moved = Estate.service("shop", number);
      var successor = Estate.service("shop", number + 12);
      estate.leaveOut("shop", number);
      estate.called.remove(successor);
      estate.called.add(successor.with(origins(moved, successor)));
    }
    estate.pass();
    estate.pass();
    assertThat(estate.deleted()).hasSize(12);
  }

  private static List<Origin> origins(MeshService... services) {
    return Stream.of(services).flatMap(one -> one.origins().stream()).sorted().toList();
  }

  @Test
  void whatItsRegistryLosesAtTheSameTimeMakesTheShareLarger() {
    var estate = Estate.of("shop", 100);
    IntStream.range(40, 100)
        .forEach(number -> estate.called.remove(Estate.service("shop", number)));
    IntStream.range(0, 14).forEach(number -> estate.rename("shop", number));
    estate.pass();
    estate.pass();
    assertThat(estate.held()).as("14 of 40 are too many").hasSize(14);
  }

  @Test
  void whatIsCalledForAgainIsNotRememberedAsHeld() {
    var estate = Estate.of("shop", 5);
    IntStream.range(0, 5).forEach(number -> estate.rename("shop", number));
    estate.pass();
    estate.changeBack("shop", 5);
    estate.with("shop", 5, 60);
    estate.rename("shop", 0);
    estate.pass(); // its successor, which stands empty, is filled first
    estate.pass();
    assertThat(estate.deleted()).as("1 of 60").containsExactly("shop0");
  }

  @Test
  void whatWasReleasedAndIsCalledForAgainNeedsAnotherWord() {
    var estate = Estate.of("shop", 5);
    IntStream.range(0, 5).forEach(number -> estate.rename("shop", number));
    estate.pass();
    estate.restraint = estate.restraint.released("shop");
    estate.changeBack("shop", 5);
    IntStream.range(0, 5).forEach(number -> estate.rename("shop", number));
    estate.pass();
    assertThat(estate.deleted()).isEmpty();
    assertThat(estate.held()).hasSize(5);
  }

  @Test
  void aLaterLossNeedsAnotherWord() {
    var estate = Estate.of("shop", 50);
    IntStream.range(0, 20).forEach(number -> estate.rename("shop", number));
    estate.pass();
    estate.restraint = estate.restraint.released("shop");
    IntStream.range(20, 50).forEach(number -> estate.rename("shop", number));
    estate.pass();
    assertThat(estate.deleted()).hasSize(20);
    assertThat(estate.held()).hasSize(30);
  }

  @Test
  void aReleaseIsForOneRegistryAndTheOthersReasonStays() {
    var estate = Estate.of("shop", 5).with("core", 0, 5);
    IntStream.range(0, 5).forEach(number -> estate.rename("shop", number));
    IntStream.range(0, 5).forEach(number -> estate.rename("core", number));
    estate.pass();
    assertThat(estate.restraint.reasons())
        .containsOnlyKeys("core", "shop")
        .allSatisfy(
            (registry, reason) ->
                assertThat(reason).contains("5 of 5 services of " + registry + " would go"));
    estate.restraint = estate.restraint.released("shop");
    estate.pass();
    assertThat(estate.deleted()).hasSize(5).allMatch(name -> name.startsWith("shop"));
    assertThat(estate.restraint.reasons())
        .hasEntrySatisfying(
            "core", reason -> assertThat(reason).contains("5 of 5 services of core would go"))
        .hasSize(1);
  }

  @Test
  void theReasonIsThatOfTheFirstResourceInEveryRun() {
    var estate = Estate.of("shop", 50);
    IntStream.range(0, 50).forEach(number -> estate.rename("shop", number));
    estate.pass();
    assertThat(estate.restraint.reasons().get("shop"))
        .startsWith("by the configuration shop/SHOP0 is ");
  }

  @Test
  void aReleaseBeforeAnythingIsHeldReleasesNothing() {
    var estate = Estate.of("shop", 50);
    estate.restraint = estate.restraint.released("shop");
    IntStream.range(0, 50).forEach(number -> estate.rename("shop", number));
    estate.pass();
    assertThat(estate.deleted()).isEmpty();
  }

  @Test
  void whatIsReleasedButCouldNotBeDeletedIsReleasedStill() {
    var estate = Estate.of("shop", 50);
    IntStream.range(0, 50).forEach(number -> estate.rename("shop", number));
    estate.pass();
    estate.restraint = estate.restraint.released("shop");
    var failed = estate.actual;
    var displaced = List.copyOf(estate.displaced);
    estate.pass();
    estate.actual = failed;
    estate.displaced.addAll(displaced);
    estate.pass();
    assertThat(estate.deleted()).hasSize(50);
  }

  @Test
  void whatIsHeldGoesOnFollowingItsRegistry() {
    var estate = Estate.of("shop", 1);
    estate.rename("shop", 0);
    estate.pass();
    estate.displaced.clear();
    estate.displaced.add(service("shop0", List.of("shop"), endpoint("10.0.0.99", "shop")));
    assertThat(estate.pass().changes())
        .singleElement()
        .isInstanceOfSatisfying(
            Change.Update.class,
            update ->
                assertThat(update.service().spec().endpoints())
                    .containsExactly(endpoint("10.0.0.99", "shop")));
    assertThat(estate.held()).containsExactly("shop0");
  }

  @Test
  void whatIsHeldStaysHeldThoughItWasUnlistedForAWhile() {
    var estate = Estate.of("shop", 5);
    IntStream.range(0, 5).forEach(number -> estate.rename("shop", number));
    estate.pass();
    var flapping = estate.displaced.remove(0);
    estate.pass();
    estate.with("shop", 5, 60);
    estate.displaced.add(flapping);
    estate.pass();
    assertThat(estate.held()).hasSize(5);
    assertThat(estate.actual.resources().get(flapping.id()))
        .extracting(Standing::service)
        .isEqualTo(Optional.of(flapping));
  }

  @Test
  void nothingGoesBeforeItsSuccessorCanBeWritten() {
    var estate = Estate.of("shop", 50);
    var resources = new ArrayList<>(estate.actual.resources().values());
    resources.add(Meshes.foreign("by-hand", "new-shop7"));
    estate.actual = Actual.of(resources);
    estate.rename("shop", 7);
    var plan = estate.pass();
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.heldBack())
        .singleElement()
        .satisfies(
            held ->
                assertThat(held.reason())
                    .startsWith("stays until ServiceEntry mesh/new-shop7 can be written: host"));
  }

  @Test
  void nothingGoesBeforeItsSuccessorStands() {
    var estate = Estate.of("shop", 50);
    estate.rename("shop", 7);

    var plan = estate.pass();
    assertThat(plan.changes()).singleElement().isInstanceOf(Change.Create.class);
    assertThat(plan.heldBack())
        .extracting(Held::reason)
        .containsExactly("stays until ServiceEntry mesh/new-shop7 stands in its place");

    assertThat(estate.pass().changes()).singleElement().isInstanceOf(Change.Delete.class);
    assertThat(estate.deleted()).containsExactly("shop7");
  }

  @Test
  void nothingGoesBeforeASuccessorThatStandsEmptyIsFilled() {
    var estate = Estate.of("shop", 50);
    var before = Estate.service("shop", 7);
    var successor = Meshes.renamed(before, "new-shop7");
    var empty = Meshes.emptied(successor, Estate.NOW);
    var resources = new ArrayList<>(estate.actual.resources().values());
    resources.add(Meshes.standing(empty));
    estate.actual = Actual.of(resources);
    estate.rename("shop", 7);

    var plan = estate.pass();
    assertThat(plan.changes()).singleElement().isInstanceOf(Change.Update.class);
    assertThat(plan.heldBack())
        .extracting(Held::reason)
        .containsExactly("stays until ServiceEntry mesh/new-shop7 stands in its place");

    estate.pass();
    assertThat(estate.deleted()).containsExactly("shop7");
  }

  @Test
  void whatHasASuccessorGoesAlthoughThatChangesToo() {
    var estate = Estate.of("shop", 50);
    estate.rename("shop", 7);
    estate.pass();
    var successor = Meshes.renamed(Estate.service("shop", 7), "new-shop7");
    var ports = successor.spec().ports();
    estate.called.remove(successor);
    estate.called.add(
        successor.with(successor.spec().with(ports, List.of(endpoint("10.0.0.99", "shop")))));
    assertThat(estate.pass().changes())
        .extracting(Change::verb, change -> change.id().name())
        .containsExactly(tuple("update", "new-shop7"), tuple("delete", "shop7"));
  }

  @Test
  void whatIsMergedIntoAnotherServiceStaysUntilThatSaysSo() {
    var estate = Estate.of("shop", 50);
    var seven = Estate.service("shop", 7);
    var eight = Estate.service("shop", 8);
    estate.leaveOut("shop", 7);
    estate.called.remove(eight);
    var origins = Stream.concat(eight.origins().stream(), seven.origins().stream()).toList();
    estate.called.add(eight.with(origins));

    assertThat(estate.pass().changes()).singleElement().isInstanceOf(Change.Update.class);
    assertThat(estate.pass().changes()).singleElement().isInstanceOf(Change.Delete.class);
  }

  @Test
  void aGapHoldsForItsOwnReasonAndTheConfigurationIsJudgedAfterIt() {
    var estate = Estate.of("shop", 5);
    IntStream.range(0, 5).forEach(number -> estate.rename("shop", number));
    estate.gaps.add(Gap.over("shop", "guard: lost", Optional.empty()));
    assertThat(estate.pass().heldBack())
        .hasSize(5)
        .allSatisfy(held -> assertThat(held.reason()).contains("guard: lost"));
    estate.gaps.clear();
    estate.restraint = estate.restraint.released("shop");
    estate.pass();
    assertThat(estate.held()).hasSize(5);
  }

  @Test
  void aPartOfAMergedServiceIsHeldLikeAWholeOne() {
    var merged =
        service(
            "both",
            List.of("core", "shop"),
            endpoint("10.0.0.1", "core"),
            endpoint("10.0.0.2", "shop"));
    var estate = new Estate();
    estate.called.add(merged);
    estate.pass();
    estate.called.clear();
    var core = service("both", List.of("core"), endpoint("10.0.0.1", "core"));
    var shop = service("both", List.of("shop"), endpoint("10.0.0.2", "shop"));
    estate.called.addAll(List.of(core, Meshes.renamed(shop, "shop-alone")));
    estate.displaced.add(merged);
    estate.pass();
    assertThat(estate.created()).containsExactly("shop-alone");
    assertThat(estate.held()).containsExactly("both");
    assertThat(estate.actual.resources().get(merged.id()))
        .extracting(Standing::service)
        .isEqualTo(Optional.of(merged));

    estate.restraint = estate.restraint.released("shop");
    estate.pass();
    assertThat(estate.actual.resources().get(merged.id()))
        .extracting(Standing::service)
        .isEqualTo(Optional.of(core));
  }

  @Test
  void aPartOfAMergedServiceThatIsStarvedIsHeldAndTheRestIsNot() {
    var merged =
        service(
            "both",
            List.of("core", "shop"),
            endpoint("10.0.0.1", "core"),
            endpoint("10.0.0.2", "shop"));
    var estate = new Estate();
    estate.called.add(merged);
    estate.pass();
    estate.called.clear();
    estate.called.add(service("both", List.of("core", "shop"), endpoint("10.0.0.9", "core")));
    estate.starved.put(merged.id(), List.of(new Origin("shop", "", "BOTH")));
    var plan = estate.pass();
    assertThat(plan.heldBack()).extracting(Held::registry).containsExactly("shop");
    assertThat(estate.actual.resources().get(merged.id()))
        .extracting(Standing::service)
        .isEqualTo(
            Optional.of(
                service(
                    "both",
                    List.of("core", "shop"),
                    endpoint("10.0.0.2", "shop"),
                    endpoint("10.0.0.9", "core"))));
  }

  @Test
  void whereNothingIsDeletedAnywayNothingHasToBeReleased() {
    var estate = Estate.of("shop", 5);
    estate.rules = Meshes.rules(Policy.UPSERT_ONLY, estate.rules.emptyGrace(), Set.of());
    IntStream.range(0, 5).forEach(number -> estate.rename("shop", number));
    assertThat(estate.pass().heldBack())
        .hasSize(5)
        .allSatisfy(
            held -> assertThat(held.reason()).isEqualTo("policy upsert-only takes nothing away"));
  }
}
