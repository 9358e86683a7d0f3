package io.registrybridge.sink.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Form;
import io.registrybridge.mesh.Kind;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Parts;
import io.registrybridge.sink.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StepsTest {

  private final List<String> made = new ArrayList<>();
  private final MeshService one = Sample.service("mesh", "orders", "10.0.0.1");
  private final MeshService two = Sample.service("mesh", "orders", "10.0.0.1", "10.0.0.2");

  @Test
  void whatIsSelectedIsThereBeforeAndWhatIsNotGoesAfter() {
    make(
        two.in(Form.bothSince(Instant.EPOCH)),
        Optional.of(moved().in(Form.WORKLOADS)),
        deed -> false);

    assertThat(made)
        .containsExactly("create WorkloadEntry", "update ServiceEntry", "delete WorkloadEntry");
  }

  @Test
  void whatStandsInBothPlacesIsInlineFirst() {
    make(one.in(Form.WORKLOADS), Optional.of(two.in(Form.BOTH)), deed -> false);

    assertThat(made).containsExactly("update ServiceEntry", "create WorkloadEntry");
  }

  @Test
  void whatIsDeletedIsNotSelectedWhileItGoes() {
    make(one.in(Form.WORKLOADS), Optional.empty(), deed -> false);

    assertThat(made).containsExactly("delete ServiceEntry", "delete WorkloadEntry");
  }

  @Test
  void workloadEntriesStayIfTheServiceEntryCannotBeWritten() {
    make(one.in(Form.bothSince(Instant.EPOCH)), Optional.of(one), deed -> deed.contains("Service"));
    assertThat(made).containsExactly("update ServiceEntry");
    made.clear();

    make(one.in(Form.WORKLOADS), Optional.empty(), deed -> deed.contains("Service"));
    assertThat(made).containsExactly("delete ServiceEntry");
  }

  @Test
  void oneThatIsNotInUseMayFailAlone() {
    var failure =
        make(
            one.in(Form.bothSince(Instant.EPOCH)),
            Optional.of(two.in(Form.WORKLOADS)),
            deed -> deed.contains("create"));

    assertThat(made).containsExactly("create WorkloadEntry", "update ServiceEntry");
    assertThat(failure).map(Failure::reason).contains("create WorkloadEntry fails");
  }

  @Test
  void oneThatIsInUseMayNot() {
    var failure =
        make(
            one.in(Form.RAGGED),
            Optional.of(two.in(Form.WORKLOADS)),
            deed -> deed.contains("create"));

    assertThat(made).containsExactly("create WorkloadEntry", "create WorkloadEntry");
    assertThat(failure).map(Failure::reason).contains("create WorkloadEntry fails (and 1 more)");
  }

  @Test
  void whatStandsAsItShouldIsNotWritten() {
    make(two.in(Form.WORKLOADS), Optional.of(two.in(Form.WORKLOADS)), deed -> false);

    assertThat(made).isEmpty();
  }

  /** As when another pass waits, or the lead is lost. */
  @ParameterizedTest
  @MethodSource("changes")
  void aCutAnywhereKeepsInUseWhatStays(Form before, Form after) {
    var steps = steps(two.in(before), Optional.of(moved().in(after)));
    for (var cut = 0; cut < 4; cut++) {
      var objects = new TreeMap<ResourceId, MeshService>();
      Parts.all(two.in(before)).forEach(part -> objects.put(part.id(), part));
      var writes = cut;
      var begun = new AtomicInteger();

      var failure =
          steps
              .made(
                  write -> {
                    if (begun.getAndIncrement() >= writes) {
                      return failed(Failure.left(write.deed()));
                    }
                    objects.remove(write.id());
                    write.desired().ifPresent(part -> objects.put(write.id(), part));
                    assertThat(inUse(objects)).contains("10.0.0.1");
                    return CompletableFuture.completedFuture(Optional.empty());
                  })
              .join();

      assertThat(failure.isPresent()).isEqualTo(begun.get() > cut);
      assertThat(failure.filter(why -> !why.left())).isEmpty();
    }
  }

  static List<Arguments> changes() {
    var both = Form.bothSince(Instant.EPOCH);
    return List.of(
        Arguments.of(Form.INLINE, Form.BOTH),
        Arguments.of(both, Form.WORKLOADS),
        Arguments.of(Form.WORKLOADS, Form.WORKLOADS),
        Arguments.of(Form.WORKLOADS, both),
        Arguments.of(both, Form.INLINE),
        Arguments.of(Form.RAGGED, Form.WORKLOADS),
        Arguments.of(Form.WORKLOADS, Form.INLINE));
  }

  /** The addresses that Istio goes by. */
  private static List<String> inUse(SortedMap<ResourceId, MeshService> objects) {
    var selected = objects.values().stream().anyMatch(part -> part.form().equals(Form.WORKLOADS));
    return objects.values().stream()
        .filter(part -> (part.id().kind() == Kind.WORKLOAD_ENTRY) == selected)
        .flatMap(part -> part.spec().endpoints().stream())
        .map(Endpoint::address)
        .toList();
  }

  private static MeshService moved() {
    return Sample.service("mesh", "orders", "10.0.0.1", "10.0.0.3");
  }

  private Optional<Failure> make(
      MeshService before, Optional<MeshService> after, Predicate<String> fails) {
    return steps(before, after).made(write -> made(write, fails)).join();
  }

  private static Steps steps(MeshService before, Optional<MeshService> after) {
    var standing = standing(before);
    var change =
        after
            .<Change>map(service -> new Change.Update(standing, service))
            .orElseGet(() -> new Change.Delete(standing));
    var workloads = Parts.workloads(before).values().stream().map(StepsTest::standing).toList();
    var entry = standing(Parts.entry(before));
    return Steps.of(Write.of(change), Optional.of(entry), workloads, "ours");
  }

  private CompletableFuture<Optional<Failure>> made(Write write, Predicate<String> fails) {
    var deed = write.verb() + " " + write.id().kind().title();
    assertThat(write.id().kind()).isIn((Object[]) Kind.values());
    made.add(deed);
    return fails.test(deed)
        ? failed(new Failure(deed + " fails", true, true))
        : CompletableFuture.completedFuture(Optional.empty());
  }

  private static CompletableFuture<Optional<Failure>> failed(Failure failure) {
    return CompletableFuture.completedFuture(Optional.of(failure));
  }

  private static Standing standing(MeshService service) {
    return new Standing(
        service.id(), "ours", List.of(service.spec().host()), Optional.of(service), "u@1");
  }
}
