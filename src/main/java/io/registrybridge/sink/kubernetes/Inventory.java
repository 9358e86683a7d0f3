package io.registrybridge.sink.kubernetes;

import io.registrybridge.book.Book;
import io.registrybridge.mesh.Form;
import io.registrybridge.mesh.Kind;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Current;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What stands in the cluster: services, put together of what is known of the objects. */
final class Inventory {

  private final Map<Kind, Memory> memories;
  private final String owner;
  // Guarded by this.
  private Wholes wholes = Wholes.none();
  private Map<ResourceId, MeshService> applied = Map.of();

  private Inventory(Map<Kind, Memory> memories, String owner) {
    this.memories = memories;
    this.owner = owner;
  }

  /** What is known of services from these, one of each kind. */
  static Inventory of(List<Shelf> shelves) {
    return new Inventory(
        shelves.stream().collect(Collectors.toMap(Shelf::kind, Shelf::memory)),
        shelves.get(0).entries().owner());
  }

  synchronized Current current() {
    var entries = memory(Kind.SERVICE_ENTRY).current();
    var workloads = memory(Kind.WORKLOAD_ENTRY).current();
    if (!(entries instanceof Current.Known knownEntries)) {
      return entries;
    }
    if (!(workloads instanceof Current.Known knownWorkloads)) {
      return workloads;
    }
    wholes =
        wholes.then(
            knownEntries.actual().resources(),
            knownWorkloads.actual().resources(),
            id -> Optional.ofNullable(applied.get(id)));
    return unread()
        .filter(reason -> selecting())
        .<Current>map(Current.Unknown::new)
        .orElseGet(() -> new Current.Known(wholes.actual()));
  }

  private Memory memory(Kind kind) {
    return Objects.requireNonNull(memories.get(kind));
  }

  /** Why nothing is known of WorkloadEntries. */
  private Optional<String> unread() {
    return Optional.of(memory(Kind.WORKLOAD_ENTRY).dispensed()).filter(reason -> !reason.isEmpty());
  }

  private boolean selecting() {
    return wholes.entries().values().stream()
        .flatMap(one -> one.service().stream())
        .anyMatch(one -> !one.form().equals(Form.INLINE));
  }

  /** These are about to be made: what they call for is held on to when it stands. */
  synchronized void begins(Collection<Write> writes) {
    applied =
        writes.stream()
            .flatMap(one -> one.desired().stream())
            .collect(Collectors.toMap(MeshService::id, one -> one));
  }

  /** The object of this id, whoever's it is. */
  Optional<Standing> object(ResourceId id) {
    return memory(id.kind()).current() instanceof Current.Known known
        ? Optional.ofNullable(known.actual().resources().get(id))
        : Optional.empty();
  }

  /** Why a service's write cannot even be tried. */
  synchronized Optional<Failure> objection(Write write) {
    if (simple(write)) {
      return Optional.empty();
    }
    return unread()
        .or(() -> changed(write))
        .map(reason -> Failure.untried(write.deed() + ": " + reason));
  }

  private Optional<String> changed(Write write) {
    var now = Optional.ofNullable(wholes.actual().resources().get(write.id()));
    return now.map(Standing::version).equals(write.before().map(Standing::version))
        ? Optional.empty()
        : Optional.of("it changed meanwhile");
  }

  /** The writes of objects that a service's write takes. */
  synchronized Steps steps(Write write) {
    return simple(write)
        ? Steps.of(write)
        : Steps.of(
            write,
            Optional.ofNullable(wholes.entries().get(write.id())),
            workloads(write).values(),
            owner);
  }

  /** Whether a ServiceEntry is all there is to it. */
  private boolean simple(Write write) {
    return workloads(write).isEmpty()
        && write.desired().map(one -> one.form().equals(Form.INLINE)).orElse(true);
  }

  private Book<ResourceId, Standing> workloads(Write write) {
    return wholes.parts().getOrDefault(write.id(), Book.empty());
  }
}
