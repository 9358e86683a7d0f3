package io.registrybridge.plan;

import static io.registrybridge.plan.Meshes.actual;
import static io.registrybridge.plan.Meshes.after;
import static io.registrybridge.plan.Meshes.endpoint;
import static io.registrybridge.plan.Meshes.left;
import static io.registrybridge.plan.Meshes.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Form;
import io.registrybridge.mesh.Form.Style;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Port;
import io.registrybridge.plan.Rejection.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChangeoverTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant SETTLED = NOW.plus(Changeover.SETTLE);
  private static final Instant LINGERED = NOW.plus(Changeover.LINGER);

  private final MeshService inline =
      service(
          "orders", List.of("shop"), endpoint("10.0.0.1", "shop"), endpoint("10.0.0.2", "shop"));
  private final MeshService workloads = inline.in(Form.WORKLOADS);

  static IntStream seeds() {
    var seed = Integer.getInteger("seed");
    return seed == null ? IntStream.rangeClosed(1, 300) : IntStream.of(seed);
  }

  @Test
  void whatIsNewIsWrittenAsItIsWanted() {
    assertThat(plan(actual(), workloads, NOW).changes())
        .containsExactly(new Change.Create(workloads));
  }

  @Test
  void endpointsStandInBothPlacesBeforeTheyStandInTheirOwn() {
    var both = step(inline, workloads, NOW);
    assertThat(both).isEqualTo(inline.in(Form.BOTH));
    var marked = step(both, workloads, NOW);
    assertThat(marked).as("all of them are there").isEqualTo(inline.in(Form.bothSince(NOW)));
    assertThat(plan(actual(marked), workloads, SETTLED.minusMillis(1)).changes()).isEmpty();
    assertThat(plan(actual(marked), workloads, NOW).expires()).contains(SETTLED);
    assertThat(step(marked, workloads, SETTLED)).isEqualTo(workloads);
    assertThat(plan(actual(workloads), workloads, SETTLED).changes()).isEmpty();
  }

  @Test
  void endpointsStandInBothPlacesBeforeTheyStandInlineAgain() {
    var both = step(workloads, inline, NOW);
    assertThat(both).isEqualTo(inline.in(Form.bothSince(NOW)));
    assertThat(plan(actual(both), inline, LINGERED.minusMillis(1)).changes()).isEmpty();
    assertThat(plan(actual(both), inline, NOW).expires()).contains(LINGERED);
    assertThat(step(both, inline, LINGERED)).isEqualTo(inline);
  }

  @Test
  void whatChangesMeanwhileIsWrittenAtOnceInBothPlaces() {
    var more =
        service(
            "orders", List.of("shop"), endpoint("10.0.0.2", "shop"), endpoint("10.0.0.3", "shop"));
    var later = NOW.plusSeconds(3);
    assertThat(step(inline.in(Form.bothSince(NOW)), more.in(Form.WORKLOADS), later))
        .as("istiod has to hear of the new one too")
        .isEqualTo(more.in(Form.bothSince(later)));
    assertThat(step(inline.in(Form.bothSince(NOW)), more, later))
        .isEqualTo(more.in(Form.bothSince(NOW)));
    assertThat(step(inline, more.in(Form.WORKLOADS), NOW)).isEqualTo(more.in(Form.BOTH));
  }

  @Test
  void whatHasNoEndpointsHasNothingToLose() {
    var empty = inline.with(inline.spec().withoutEndpoints()).emptySince(NOW);
    assertThat(step(empty, workloads, NOW)).isEqualTo(workloads);
    assertThat(step(empty.in(Form.WORKLOADS), inline, NOW)).isEqualTo(inline);
  }

  @Test
  void whatWasCutShortIsBegunAgain() {
    var ragged = inline.in(Form.RAGGED);
    assertThat(step(ragged, workloads, NOW)).isEqualTo(inline.in(Form.BOTH));
    assertThat(step(ragged, inline, NOW)).isEqualTo(inline);
  }

  @Test
  void whatIsMissingBesideBothIsWrittenBeforeTheFormChanges() {
    // Somebody deleted a WorkloadEntry: what stands reads as ragged, however long it was both.
    assertThat(step(inline.in(Form.RAGGED), workloads, SETTLED)).isEqualTo(inline.in(Form.BOTH));
  }

  @Test
  void looseWorkloadEntriesGoWhenNobodyListsTheirService() {
    var loose =
        inline.in(Form.RAGGED).with(inline.spec().withoutEndpoints()).emptySince(Instant.EPOCH);
    var standing = Meshes.standing(loose);
    assertThat(Meshes.plan(actual(loose), List.of(), List.of(), rules(Policy.SYNC), NOW).changes())
        .containsExactly(new Change.Delete(standing));
    var silent = List.of(Gap.over("shop", "connection refused", Optional.of(NOW)));
    assertThat(Meshes.plan(actual(loose), List.of(), silent, rules(Policy.SYNC), NOW).changes())
        .as("nothing is deleted on a guess")
        .isEmpty();
    assertThat(
            Meshes.plan(actual(loose), List.of(), List.of(), rules(Policy.UPSERT_ONLY), NOW)
                .changes())
        .isEmpty();
    assertThat(step(loose, workloads, NOW)).isEqualTo(workloads);
  }

  @Test
  void aRegistryThatIsSilentLeavesEndpointsWhereTheyAre() {
    var both =
        service(
                "both",
                List.of("core", "shop"),
                endpoint("10.0.0.1", "shop"),
                endpoint("10.0.0.2", "core"))
            .in(Form.WORKLOADS);
    var fromCore = service("both", List.of("core"), endpoint("10.0.0.3", "core"));
    var silent = List.of(Gap.over("shop", "connection refused", Optional.of(NOW)));

    var plan = Meshes.plan(actual(both), List.of(fromCore), silent, rules(Policy.SYNC), NOW);

    var now = left(after(plan, actual(both), "prod")).get(0);
    assertThat(now.form()).isEqualTo(Form.WORKLOADS);
    assertThat(now.spec().endpoints())
        .extracting(Endpoint::address)
        .containsExactly("10.0.0.1", "10.0.0.3");
    assertThat(Meshes.plan(actual(both), List.of(), silent, rules(Policy.SYNC), NOW).changes())
        .as("what came from core alone goes")
        .allSatisfy(
            change ->
                assertThat(((Change.Update) change).service().form()).isEqualTo(Form.WORKLOADS));
  }

  @Test
  void moreEndpointsThanAServiceEntryHasRoomForAreRefusedWithTheAdvice() {
    var many = service("orders", List.of("shop"), endpoints(4097));

    var plan = plan(actual(inline), many, NOW);

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.rejected())
        .containsExactly(
            new Rejection(
                many.id(),
                Cause.INVALID,
                "Istio would refuse it: its 4097 endpoints are more than the 4096 that one"
                    + " ServiceEntry takes; turn on workload-entries for it: in its registry's"
                    + " mapping, or there under workload-entries-for by its name"));
    assertThat(plan(actual(), many, NOW).rejected()).hasSize(1);
    assertThat(plan(actual(), service("orders", List.of("shop"), endpoints(4096)), NOW).changes())
        .hasSize(1);
    assertThat(plan(actual(), many.in(Form.WORKLOADS), NOW).changes()).hasSize(1);
  }

  @Test
  void moreThanAMebibyteOfEndpointsIsRefusedToo() {
    var labels = new TreeMap<String, String>();
    IntStream.range(0, 20).forEach(one -> labels.put("label-" + one, "x".repeat(60)));
    var fat =
        Stream.of(endpoints(1000)).map(one -> one.withLabels(labels)).toArray(Endpoint[]::new);

    var plan = plan(actual(), service("orders", List.of("shop"), fat), NOW);

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.rejected().get(0).reason()).contains("1048576", "turn on workload-entries");
  }

  @Test
  void whoGrewTooLargeInlineGetsThereToo() {
    var grown = service("orders", List.of("shop"), endpoints(5000)).in(Form.WORKLOADS);

    var both = step(inline, grown, NOW);
    assertThat(both).as("what is in use").isEqualTo(inline.in(Form.BOTH));
    var marked = step(both, grown, NOW);
    assertThat(marked).isEqualTo(inline.in(Form.bothSince(NOW)));
    assertThat(step(marked, grown, SETTLED)).isEqualTo(grown);
  }

  @Test
  void aPortGetsAnotherNameWhileEndpointsStandInline() {
    var grpc =
        service(
                "orders",
                List.of("shop"),
                List.of(new Port("grpc", 80, "GRPC")),
                endpoint("10.0.0.1", Map.of("grpc", 8080), "shop"))
            .in(Form.WORKLOADS);

    var both = step(workloads, grpc, NOW);
    assertThat(both).isEqualTo(workloads.in(Form.bothSince(NOW)));
    assertThat(plan(actual(both), grpc, SETTLED.minusMillis(1)).changes()).isEmpty();
    var renamed = step(both, grpc, SETTLED);
    assertThat(renamed).isEqualTo(grpc.in(Form.bothSince(SETTLED)));
    assertThat(step(renamed, grpc, SETTLED.plus(Changeover.SETTLE))).isEqualTo(grpc);
  }

  @Test
  void aPortThatIsNotTheOnlyOneGetsAnotherNameInTheSameWay() {
    var before = withAdmin("http-admin").in(Form.WORKLOADS);
    var wanted = withAdmin("grpc-admin").in(Form.WORKLOADS);

    assertThat(step(before, wanted, NOW)).isEqualTo(before.in(Form.bothSince(NOW)));
  }

  private static MeshService withAdmin(String name) {
    return service(
        "orders",
        List.of("shop"),
        List.of(new Port("http", 80, "HTTP"), new Port(name, 9000, "HTTP")),
        endpoint("10.0.0.1", Map.of("http", 8080, name, 9000), "shop"));
  }

  @Test
  void aPortGetsItsOtherNameWhenEndpointsStandInlineAlone() {
    var grpc =
        service(
            "orders",
            List.of("shop"),
            List.of(new Port("grpc", 80, "GRPC")),
            endpoint("10.0.0.1", Map.of("grpc", 8080), "shop"));

    var both = step(workloads, grpc, NOW);
    assertThat(both).isEqualTo(workloads.in(Form.bothSince(NOW)));
    assertThat(plan(actual(both), grpc, LINGERED.minusMillis(1)).changes()).isEmpty();
    assertThat(step(both, grpc, LINGERED)).isEqualTo(grpc);
  }

  @Test
  void createOnlyChangesNoForm() {
    assertThat(
            Meshes.plan(
                    actual(inline), List.of(workloads), List.of(), rules(Policy.CREATE_ONLY), NOW)
                .changes())
        .isEmpty();
  }

  /** Whatever happens on the way, it comes to its end, and no endpoint is missing meanwhile. */
  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsWantedComesTrueStepByStep(int seed) {
    var random = new Random(seed);
    var now = NOW;
    var stands = random(random);
    for (var wish = 0; wish < 3; wish++) {
      var wanted = random(random);
      for (var pass = 0; pass < 12; pass++) {
        var next = after(plan(actual(stands), wanted, now), actual(stands), "prod");
        var then = left(next).get(0);
        assertThat(then.form().style()).isNotEqualTo(Style.RAGGED);
        losesNothing(stands, then, wanted);
        stands = then;
        now = now.plus(random.nextInt(3) == 0 ? Duration.ofSeconds(1) : Changeover.LINGER);
      }
      assertThat(stands.spec()).isEqualTo(wanted.spec());
      assertThat(stands.form()).isEqualTo(wanted.form());
    }
  }

  private static void losesNothing(MeshService before, MeshService then, MeshService wanted) {
    var stay = places(wanted);
    stay.retainAll(places(before));
    assertThat(places(then)).containsAll(stay);
    if (before.spec().endpoints().isEmpty() || then.spec().endpoints().isEmpty()) {
      return;
    }
    var styles = EnumSet.of(before.form().style(), then.form().style());
    assertThat(styles)
        .as("never from the one place to the other at once")
        .isNotEqualTo(EnumSet.of(Style.INLINE, Style.WORKLOADS));
    if (styles.contains(Style.WORKLOADS) && styles.size() == 2) {
      assertThat(then.spec().ports())
          .as("what a port is called is not changed together with where endpoints stand")
          .isEqualTo(before.spec().ports());
    }
  }

  private static Set<String> places(MeshService service) {
    var places = new HashSet<String>();
    service.spec().endpoints().forEach(one -> places.add(one.address() + one.ports().values()));
    return places;
  }

  private static MeshService random(Random random) {
    var name = random.nextInt(3) == 0 ? "grpc" : "http";
    var endpoints =
        IntStream.range(0, random.nextInt(5))
            .mapToObj(number -> endpoint("10.0.0." + random.nextInt(8), Map.of(name, 8080), "shop"))
            .distinct()
            .toArray(Endpoint[]::new);
    return service("orders", List.of("shop"), List.of(new Port(name, 80, "HTTP")), endpoints)
        .emptySince(NOW)
        .in(random.nextBoolean() ? Form.INLINE : Form.WORKLOADS);
  }

  private static Endpoint[] endpoints(int count) {
    return IntStream.range(0, count)
        .mapToObj(one -> endpoint("10.0.%d.%d".formatted(one / 250, one % 250), "shop"))
        .toArray(Endpoint[]::new);
  }

  private static MeshService step(MeshService before, MeshService wanted, Instant now) {
    var all = left(after(plan(actual(before), wanted, now), actual(before), "prod"));
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private static Plan plan(Actual actual, MeshService wanted, Instant now) {
    return Meshes.plan(actual, List.of(wanted), List.of(), rules(Policy.SYNC), now);
  }

  private static Rules rules(Policy policy) {
    return Meshes.rules(
        policy, Map.of("shop", Duration.ofMinutes(10), "core", Duration.ZERO), Set.of());
  }
}
