package io.registrybridge.sink.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.mesh.Form;
import io.registrybridge.mesh.Kind;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Parts;
import io.registrybridge.sink.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

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

  private static MeshService moved() {
    return Sample.service("mesh", "orders", "10.0.0.1", "10.0.0.3");
  }

  private Optional<Failure> make(
      MeshService before, Optional<MeshService> after, Predicate<String> fails) {
    var standing = standing(before);
    var change =
        after
            .<Change>map(service -> new Change.Update(standing, service))
            .orElseGet(() -> new Change.Delete(standing));
    var workloads = Parts.workloads(before).values().stream().map(StepsTest::standing).toList();
    var entry = standing(Parts.entry(before));
    return Steps.of(Write.of(change), Optional.of(entry), workloads, "ours")
        .made(write -> made(write, fails))
        .join();
  }

  private CompletableFuture<Optional<Failure>> made(Write write, Predicate<String> fails) {
    var deed = write.verb() + " " + write.id().kind().title();
    assertThat(write.id().kind()).isIn((Object[]) Kind.values());
    made.add(deed);
    return CompletableFuture.completedFuture(
        fails.test(deed)
            ? Optional.of(new Failure(deed + " fails", true, true))
            : Optional.empty());
  }

  private static Standing standing(MeshService service) {
    return new Standing(
        service.id(), "ours", List.of(service.spec().host()), Optional.of(service), "u@1");
  }
}
