package io.registrybridge.plan;

import static io.registrybridge.plan.Meshes.actual;
import static io.registrybridge.plan.Meshes.after;
import static io.registrybridge.plan.Meshes.emptied;
import static io.registrybridge.plan.Meshes.endpoint;
import static io.registrybridge.plan.Meshes.foreign;
import static io.registrybridge.plan.Meshes.id;
import static io.registrybridge.plan.Meshes.left;
import static io.registrybridge.plan.Meshes.service;
import static io.registrybridge.plan.Meshes.standing;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.book.Book;
import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Location;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.Port;
import io.registrybridge.mesh.Resolution;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.mesh.Spec;
import io.registrybridge.plan.Rejection.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration GRACE = Duration.ofMinutes(10);
  private static final Gap SHOP_SILENT = Gap.over("shop", "connection refused", Optional.of(NOW));

  private static final Gap CORE_SILENT = Gap.over("core", "connection refused", Optional.of(NOW));

  private final MeshService orders =
      service("orders", List.of("shop"), endpoint("10.0.0.1", "shop"));
  private final MeshService both =
      service(
          "both",
          List.of("core", "shop"),
          endpoint("10.0.0.1", "shop"),
          endpoint("10.0.0.2", "core"),
          endpoint("10.0.0.3", "core", "shop"));

  @Test
  void createsWhatIsMissingAndChangesNothingElse() {
    var plan = plan(actual(), List.of(orders));
    assertThat(plan.changes()).containsExactly(new Change.Create(orders));
  }

  @Test
  void aServiceThatNeverHadAnEndpointGetsNoEntry() {
    assertThat(plan(actual(), List.of(service("orders", List.of("shop")))).changes()).isEmpty();
  }

  @Test
  void whatStandsAsItShouldIsLeftAlone() {
    var plan = plan(actual(orders), List.of(orders));
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.unchanged()).isEqualTo(1);
  }

  @Test
  void aListedServiceWithoutEndpointsKeepsItsEntryAndItsPorts() {
    var listed = service("orders", List.of("shop"), List.of());
    var after = plan(actual(orders), List.of(listed), NOW);
    assertThat(after).containsExactly(emptied(orders, NOW));
    var muchLater =
        plan(actual(emptied(orders, NOW)), List.of(listed), NOW.plus(Duration.ofDays(9)));
    assertThat(muchLater).as("for as long as it is listed").containsExactly(emptied(orders, NOW));
  }

  @Test
  void anUnlistedServiceLosesItsEndpointsAtOnceAndItsEntryAfterTheGrace() {
    assertThat(plan(actual(orders), List.of(), NOW)).containsExactly(emptied(orders, NOW));
    var empty = actual(emptied(orders, NOW));
    assertThat(plan(empty, List.of(), NOW.plus(GRACE).minusMillis(1)))
        .containsExactly(emptied(orders, NOW));
    assertThat(plan(empty, List.of(), NOW.plus(GRACE))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"5, 2", "2, 5"})
  void aPlanHoldsUntilTheFirstOfItsGracesEnds(int orders, int stock) {
    var since =
        List.of(NOW.minus(Duration.ofMinutes(orders)), NOW.minus(Duration.ofMinutes(stock)));
    var other = service("stock", List.of("shop"), endpoint("10.0.0.7", "shop"));
    var empty = actual(emptied(this.orders, since.get(0)), emptied(other, since.get(1)));
    assertThat(plan(empty, List.of()).expires()).contains(NOW.plus(Duration.ofMinutes(5)));
  }

  @Test
  void withoutAGraceTheEntryGoesWithItsEndpoints() {
    var rules = Meshes.rules(Policy.SYNC, Map.of("shop", Duration.ZERO), Set.of());
    var plan = Meshes.plan(actual(orders), List.of(), List.of(), rules, NOW);
    assertThat(plan.changes()).containsExactly(new Change.Delete(standing(orders)));
  }

  @Test
  void aServiceThatComesBackIsNoLongerMarkedEmpty() {
    assertThat(plan(actual(emptied(orders, NOW)), List.of(orders), NOW)).containsExactly(orders);
  }

  @Test
  void holdsEverythingThatCameFromASilentRegistry() {
    var plan = plan(actual(orders), List.of(), SHOP_SILENT);
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.heldBack())
        .containsExactly(
            new Held(
                id("orders"), "shop", "1 endpoint stays: connection refused", Optional.of(NOW)));
  }

  @Test
  void holdsAnEmptyEntryOfASilentRegistryHoweverLongItIsEmpty() {
    var plan =
        Meshes.plan(
            actual(emptied(orders, NOW)),
            List.of(),
            List.of(SHOP_SILENT),
            rules(Policy.SYNC),
            NOW.plus(Duration.ofDays(9)));
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.heldBack())
        .extracting(Held::reason)
        .containsExactly("0 endpoints stay: connection refused");
  }

  @Test
  void aSilentRegistryThatHasNoEndpointInAMergedServiceKeepsItsPartInIt() {
    var merged = service("both", List.of("core", "shop"), endpoint("10.0.0.2", "core"));
    var fromCore = service("both", List.of("core"), endpoint("10.0.0.2", "core"));
    assertThat(plan(actual(merged), List.of(fromCore), SHOP_SILENT).changes()).isEmpty();
  }

  @Test
  void aMergedHostKeepsTheRulesOfItsFirstRegistryWhileThatIsSilent() {
    var standing = both.with(ruled(Location.MESH_EXTERNAL, Resolution.DNS, 8080, both));
    var core = service("both", List.of("shop"), endpoint("10.0.0.9", "shop"));
    var fromShop = core.with(ruled(Location.MESH_INTERNAL, Resolution.STATIC, 80, core));

    var plan = plan(actual(standing), List.of(fromShop), CORE_SILENT);

    var spec = left(after(plan, actual(standing), "prod")).get(0).spec();
    assertThat(spec.with(List.of(), List.of()))
        .isEqualTo(standing.spec().with(List.of(), List.of()));
    assertThat(spec.ports()).containsExactly(new Port("http", 8080, "HTTP"));
    assertThat(spec.endpoints()).extracting(Endpoint::address).contains("10.0.0.2", "10.0.0.9");
  }

  @Test
  void aMergedHostGoesOnResolvingTheNamesOfASilentRegistry() {
    var standing = both.with(ruled(Location.MESH_EXTERNAL, Resolution.DNS, 8080, both));
    var fromCore = service("both", List.of("core"), endpoint("10.0.0.2", "core"));

    var plan = plan(actual(standing), List.of(fromCore), SHOP_SILENT);

    var spec = left(after(plan, actual(standing), "prod")).get(0).spec();
    assertThat(spec.resolution()).isEqualTo(Resolution.DNS);
    assertThat(spec.location()).isEqualTo(Location.MESH_INTERNAL);
    assertThat(spec.ports()).contains(new Port("http", 80, "HTTP"));
  }

  private static Spec ruled(
      Location location, Resolution resolution, int port, MeshService service) {
    return new Spec(
        service.spec().host(),
        location,
        resolution,
        List.of("*"),
        List.of("240.241.0.7"),
        List.of(new Port("http", port, "HTTP")),
        service.spec().endpoints());
  }

  @Test
  void holdsEndpointByEndpointInsideAMergedService() {
    var fromCore = service("both", List.of("core"), endpoint("10.0.0.2", "core"));
    var left =
        left(after(plan(actual(both), List.of(fromCore), SHOP_SILENT), actual(both), "prod"));
    assertThat(left).containsExactly(both);
  }

  @Test
  void whatTheSpeakingRegistryOfAMergedServiceTakesAwayGoes() {
    var fromCore = service("both", List.of("core"), endpoint("10.0.0.9", "core"));
    var plan = plan(actual(both), List.of(fromCore), SHOP_SILENT);
    assertThat(left(after(plan, actual(both), "prod")))
        .containsExactly(
            service(
                "both",
                List.of("core", "shop"),
                endpoint("10.0.0.1", "shop"),
                endpoint("10.0.0.3", "core", "shop"),
                endpoint("10.0.0.9", "core")));
  }

  @Test
  void anEndpointOfTwoRegistriesStillSaysSoAfterOneFellSilent() {
    var fromCore = service("both", List.of("core"), endpoint("10.0.0.3", "core"));
    var silent = plan(actual(both), List.of(fromCore), SHOP_SILENT);
    var meanwhile = after(silent, actual(both), "prod");
    var coreLostIt = plan(meanwhile, List.of(service("both", List.of("core"))), SHOP_SILENT);
    assertThat(left(after(coreLostIt, meanwhile, "prod")).get(0).spec().endpoints())
        .contains(endpoint("10.0.0.3", "core", "shop"), endpoint("10.0.0.1", "shop"));
  }

  @Test
  void anEndpointThatAnotherRegistryListsIsNotToldAsHeld() {
    var fromCore =
        service(
            "both", List.of("core"), endpoint("10.0.0.2", "core"), endpoint("10.0.0.3", "core"));
    assertThat(plan(actual(both), List.of(fromCore), SHOP_SILENT).heldBack())
        .extracting(Held::reason)
        .containsExactly("1 endpoint stays: connection refused");
  }

  @Test
  void aGapOverOneServiceHoldsThatServiceAlone() {
    var stock = service("stock", List.of("shop"), endpoint("10.0.0.7", "shop"));
    var gap = Gap.over(new Origin("shop", "", "ORDERS"), "malformed", Optional.empty());
    var actual = actual(orders, stock);
    assertThat(left(after(plan(actual, List.of(), gap), actual, "prod")))
        .containsExactly(orders, emptied(stock, NOW));
  }

  @ParameterizedTest
  @CsvSource({"OR, DERS, true", "ORDERS, :, true", "ORD, :, false", "ORDERS-2, :, false"})
  void aGapOverABranchHoldsTheServiceAndThoseBelowIt(String name, String separator, boolean holds) {
    var gap =
        new Gap(
            "shop",
            Optional.of(""),
            Optional.of(name),
            Optional.of(separator),
            "may not be read",
            Optional.empty());
    assertThat(left(after(plan(actual(orders), List.of(), gap), actual(orders), "prod")))
        .containsExactly(holds ? orders : emptied(orders, NOW));
  }

  @Test
  void ofSeveralGapsOverOneServiceTheNarrowestIsTold() {
    var one = Gap.over(new Origin("shop", "", "ORDERS"), "malformed", Optional.empty());
    var other = Gap.over(new Origin("shop", "dc2", "ORDERS"), "not asked for", Optional.empty());
    for (var gaps : List.of(List.of(other, one, SHOP_SILENT), List.of(SHOP_SILENT, one, other))) {
      var plan = plan(actual(orders), List.of(), gaps.toArray(Gap[]::new));
      assertThat(plan.heldBack())
          .extracting(Held::reason)
          .containsExactly("1 endpoint stays: malformed");
    }
  }

  /** The last one that stands is not listed any more, and held. */
  @ParameterizedTest
  @CsvSource({
    "100;100;1, 1;1, 100;100;1", // a canary of weight 0.01 vanished
    "1;1;1, 1;1, 1;1;1",
    "4;6;1, 2;3, 4;6;1",
    "1;1;1, 100;100, 100;100;100", // the listed are told more finely
    "9;6;2, 6;4, 18;12;4", // and neither is a multiple of the other
    "100;100;100;1, 3;1;1, 300;100;100;1", // one got another weight
    "100;100;1, 1;5, 100;500;1", // nobody knows which one did
    "100;100;1, 1;999, 10;9990;1", // the numbers would be too large
    "1;1;9000, 100;100, 100;100;10000", // that of the held, too
    "0;100;-1, 1;1, 100;100;1", // somebody edited them
  })
  void whatIsHeldKeepsItsShareWhenOthersGetOtherNumbersForTheSame(
      String stands, String listed, String expected) {
    var before = actual(weighing("both", stands));
    var plan = plan(before, List.of(weighing("both", listed)), SHOP_SILENT);
    var after = after(plan, before, "prod");
    assertThat(left(after)).containsExactly(weighing("both", expected));
    assertThat(plan(after, List.of(weighing("both", listed)), SHOP_SILENT).changes()).isEmpty();
  }

  @Test
  void weightsStayAsTheyAreWhereNothingIsHeldOrNothingTellsTheScale() {
    var before = actual(weighing("both", "100;100;1"));
    var same = weighing("both", "1;1;7");
    assertThat(left(after(plan(before, List.of(same), SHOP_SILENT), before, "prod")))
        .containsExactly(same);
    var moved = service("both", List.of("shop"), endpoint("10.0.0.9", "shop"));
    var plan = plan(before, List.of(moved), SHOP_SILENT);
    assertThat(left(after(plan, before, "prod")).get(0).spec().endpoints())
        .extracting(Endpoint::weight)
        .containsExactly(100, 100, 1, 1);
  }

  private static MeshService weighing(String name, String weights) {
    var endpoints = new ArrayList<Endpoint>();
    for (var weight : weights.split(";", -1)) {
      var address = "10.0.0." + (endpoints.size() + 1);
      endpoints.add(Meshes.weighing(Integer.parseInt(weight), endpoint(address, "shop")));
    }
    return service(name, List.of("shop"), endpoints.toArray(Endpoint[]::new));
  }

  @Test
  void heldEndpointsFollowAPortThatGotAnotherName() {
    var grpc =
        service(
            "orders",
            List.of("shop"),
            List.of(new Port("grpc", 80, "GRPC")),
            endpoint("10.0.0.2", Map.of("grpc", 9090), "shop"));
    var plan = plan(actual(orders), List.of(grpc), SHOP_SILENT);
    assertThat(left(after(plan, actual(orders), "prod")).get(0).spec().endpoints())
        .containsExactly(
            endpoint("10.0.0.1", Map.of("grpc", 8080), "shop"),
            endpoint("10.0.0.2", Map.of("grpc", 9090), "shop"));
  }

  @Test
  void heldEndpointsKeepAPortThatNobodyElseHas() {
    var https = new Port("https", 443, "HTTPS");
    var http = new Port("http", 80, "HTTP");
    var before =
        service(
            "orders",
            List.of("shop"),
            List.of(http, https),
            endpoint("10.0.0.1", Map.of("http", 8080, "https", 8443), "shop"));
    var now = service("orders", List.of("shop"), List.of(http), endpoint("10.0.0.2", "shop"));
    var plan = plan(actual(before), List.of(now), SHOP_SILENT);
    assertThat(left(after(plan, actual(before), "prod")).get(0).spec().ports())
        .containsExactly(http, https);
  }

  @Test
  void whatWasEditedSoThatIstioWouldRefuseItIsNotHeldBesideWhatIsNew() {
    var edited =
        service(
            "both",
            List.of("core", "shop"),
            List.of(new Port("http", 80, "HTTP"), new Port("odd", 81, "dubbo")),
            endpoint("10.0.0.1", Map.of("http", 8080, "odd", 8081), "shop"),
            endpoint("no address", "shop"));
    var fromCore = service("both", List.of("core"), endpoint("10.0.0.2", "core"));
    assertThat(
            left(
                after(
                    plan(actual(edited), List.of(fromCore), SHOP_SILENT), actual(edited), "prod")))
        .containsExactly(
            service(
                "both",
                List.of("core", "shop"),
                endpoint("10.0.0.1", "shop"),
                endpoint("10.0.0.2", "core")));
    assertThat(left(after(plan(actual(edited), List.of(), SHOP_SILENT), actual(edited), "prod")))
        .as("also where nothing is new")
        .containsExactly(service("both", List.of("shop"), endpoint("10.0.0.1", "shop")));
  }

  @Test
  void portsThatWereEditedIntoNoneAreNotKeptByAServiceWithoutInstances() {
    var edited =
        service("orders", List.of("shop"), List.of(new Port("http", 0, "HTTP")), endpoint("x"));
    var listed = service("orders", List.of("shop"), List.of());
    assertThat(plan(actual(edited), List.of(listed), NOW)).containsExactly(emptied(listed, NOW));
  }

  @Test
  void whatIstioWouldRefuseIsNotWrittenAndToldAndNothingElseIsHeldUp() {
    var illegal = service("orders", List.of("shop"), endpoint("no address", "shop"));
    var stock = service("stock", List.of("shop"), endpoint("10.0.0.7", "shop"));
    for (var actual : List.of(actual(), actual(orders))) {
      var plan = plan(actual, List.of(illegal, stock));
      assertThat(plan.changes()).containsExactly(new Change.Create(stock));
      assertThat(plan.rejected())
          .containsExactly(
              new Rejection(
                  id("orders"),
                  Cause.INVALID,
                  "Istio would refuse it: an endpoint's address is an IP address, unless resolution"
                      + " is DNS"));
    }
  }

  @Test
  void whatCameFromARegistryThatIsNotConfiguredIsAnOrphanAndStays() {
    var old = service("old", List.of("legacy"), endpoint("10.0.0.1", "legacy"));
    var plan = plan(actual(old), List.of());
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.heldBack())
        .singleElement()
        .satisfies(held -> assertThat(held.reason()).contains("orphan", "bridge.retired"));
  }

  @Test
  void whatCameFromARetiredRegistryGoesAtOnce() {
    var old = service("old", List.of("legacy"), endpoint("10.0.0.1", "legacy"));
    var rules = Meshes.rules(Policy.SYNC, Map.of("shop", GRACE), Set.of("legacy"));
    var plan = Meshes.plan(actual(old), List.of(), List.of(), rules, NOW);
    assertThat(plan.changes()).containsExactly(new Change.Delete(standing(old)));
  }

  @Test
  void foreignResourcesAreNeitherTakenNorTouched() {
    var actual = Actual.of(List.of(foreign("orders", "orders"), foreign("other", "other")));
    var plan = plan(actual, List.of(orders));
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.rejected())
        .singleElement()
        .satisfies(rejection -> assertThat(rejection.reason()).contains("not this bridge's"));
  }

  @Test
  void anotherOwnersResourcesAreNeitherTakenNorTouched() {
    var actual = Actual.of(List.of(standing(orders, "other-bridge")));
    var wanted = service("orders", List.of("shop"), endpoint("10.0.0.9", "shop"));
    var plan = plan(actual, List.of(wanted));
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.rejected().get(0).reason()).contains("other-bridge");
    assertThat(plan(actual, List.of()).changes()).isEmpty();
  }

  @Test
  void aFormerOwnersResourcesAreInheritedAsTheyStand() {
    var before = standing(orders, "former");
    var plan = plan(Actual.of(List.of(before)), List.of(orders));
    assertThat(plan.changes()).containsExactly(new Change.Update(before, orders));
    assertThat(plan(after(plan, Actual.of(List.of(before)), "prod"), List.of(orders)).changes())
        .isEmpty();
  }

  @Test
  void whatASilentRegistryHoldsIsInheritedToo() {
    var before = standing(both, "former");
    var fromCore = service("both", List.of("core"), endpoint("10.0.0.2", "core"));
    for (var desired : List.of(List.of(fromCore), List.<MeshService>of())) {
      var gaps = desired.isEmpty() ? new Gap[] {SHOP_SILENT, CORE_SILENT} : new Gap[] {SHOP_SILENT};
      var plan = plan(Actual.of(List.of(before)), desired, gaps);
      assertThat(plan.changes()).containsExactly(new Change.Update(before, both));
      assertThat(plan.heldBack()).isNotEmpty();
    }
  }

  @Test
  void aFormerOwnersResourcesThatNobodyListsGoLikeOurOwn() {
    var before = Actual.of(List.of(standing(orders, "former")));
    assertThat(plan(before, List.of(), NOW)).containsExactly(emptied(orders, NOW));
    var empty = Actual.of(List.of(standing(emptied(orders, NOW), "former")));
    assertThat(plan(empty, List.of(), NOW.plus(GRACE))).isEmpty();
  }

  @Test
  void createOnlyInheritsNothing() {
    var before = Actual.of(List.of(standing(orders, "former")));
    var plan = Meshes.plan(before, List.of(orders), List.of(), rules(Policy.CREATE_ONLY), NOW);
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.heldBack()).hasSize(1);
  }

  @Test
  void aHostThatSomebodyElseClaimsIsNotClaimedAgain() {
    var plan = plan(Actual.of(List.of(foreign("by-hand", "orders"))), List.of(orders));
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.rejected().get(0).reason())
        .isEqualTo("host 'orders' is claimed by ServiceEntry mesh/by-hand");
  }

  @Test
  void aHostThatIsClaimedInAnotherNamespaceIsFreeInThisOne() {
    var elsewhere = ResourceId.serviceEntry("elsewhere", "by-hand");
    var other = new Standing(elsewhere, "", List.of("orders"), Optional.empty(), "1");
    assertThat(plan(Actual.of(List.of(other)), List.of(orders)).changes())
        .containsExactly(new Change.Create(orders));
  }

  @Test
  void aHostThatOnlyAnEditOfOurOwnClaimsIsFree() {
    var stock = service("stock", List.of("shop"), endpoint("10.0.0.7", "shop"));
    var edited = new Standing(stock.id(), "prod", List.of("orders"), Optional.empty(), "7");
    var plan = plan(Actual.of(List.of(edited)), List.of(orders, stock));
    assertThat(plan.changes())
        .containsExactly(new Change.Create(orders), new Change.Update(edited, stock));
  }

  @Test
  void aHostThatSomethingElseClaimsIsNotTakenButKept() {
    var claims = Map.of("orders", "Service mesh/orders");
    var plan = plan(new Actual(Book.empty(), claims), List.of(orders));
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.rejected().get(0).reason())
        .isEqualTo("host 'orders' is claimed by Service mesh/orders");

    var moved = service("orders", List.of("shop"), endpoint("10.0.0.9", "shop"));
    var standing = new Actual(actual(orders).resources(), claims);
    assertThat(plan(standing, List.of(moved)).changes())
        .containsExactly(new Change.Update(standing(orders), moved));
  }

  @Test
  void upsertOnlyUpdatesButTakesNothingAway() {
    var gone = service("gone", List.of("shop"), endpoint("10.0.0.7", "shop"));
    var moved = service("orders", List.of("shop"), endpoint("10.0.0.9", "shop"));
    var plan =
        Meshes.plan(
            actual(orders, gone), List.of(moved), List.of(), rules(Policy.UPSERT_ONLY), NOW);
    assertThat(plan.changes()).containsExactly(new Change.Update(standing(orders), moved));
    assertThat(plan.heldBack())
        .containsExactly(
            new Held(id("gone"), "", "policy upsert-only takes nothing away", Optional.empty()));
  }

  @Test
  void createOnlyLeavesWhatStands() {
    var moved = service("orders", List.of("shop"), endpoint("10.0.0.9", "shop"));
    var added = service("new", List.of("shop"), endpoint("10.0.0.7", "shop"));
    var plan =
        Meshes.plan(
            actual(orders), List.of(moved, added), List.of(), rules(Policy.CREATE_ONLY), NOW);
    assertThat(plan.changes()).containsExactly(new Change.Create(added));
    assertThat(plan.heldBack()).hasSize(1);
  }

  @Test
  void anOwnResourceThatCannotBeReadIsRepairedIfItIsDesiredAndElseLeft() {
    var broken = new Standing(id("orders"), "prod", List.of("orders"), Optional.empty(), "7");
    assertThat(plan(Actual.of(List.of(broken)), List.of(orders)).changes())
        .containsExactly(new Change.Update(broken, orders));
    var silent = plan(Actual.of(List.of(broken)), List.of(orders), SHOP_SILENT);
    assertThat(silent.changes()).as("it may hold endpoints of the silent registry").isEmpty();
    assertThat(silent.heldBack()).hasSize(1);
    var undesired = plan(Actual.of(List.of(broken)), List.of());
    assertThat(undesired.changes()).isEmpty();
    assertThat(undesired.heldBack()).hasSize(1);
  }

  private static Plan plan(Actual actual, List<MeshService> desired, Gap... gaps) {
    return Meshes.plan(actual, desired, List.of(gaps), rules(Policy.SYNC), NOW);
  }

  private static List<MeshService> plan(Actual actual, List<MeshService> desired, Instant now) {
    var plan = Meshes.plan(actual, desired, List.of(), rules(Policy.SYNC), now);
    return left(after(plan, actual, "prod"));
  }

  private static Rules rules(Policy policy) {
    return Meshes.rules(policy, Map.of("shop", GRACE, "core", GRACE), Set.of());
  }
}
