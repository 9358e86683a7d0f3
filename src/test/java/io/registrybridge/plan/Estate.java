package io.registrybridge.plan;

import io.registrybridge.book.Book;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A sink and its registries while somebody changes the configuration. */
final class Estate {

  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration GRACE = Duration.ofMinutes(10);

  final List<MeshService> called = new ArrayList<>();
  final List<MeshService> displaced = new ArrayList<>();
  final Map<ResourceId, List<Origin>> starved = new HashMap<>();
  final List<Gap> gaps = new ArrayList<>();
  Rules rules = Meshes.rules(Policy.SYNC, Map.of("shop", GRACE, "core", GRACE), Set.of("legacy"));
  Actual actual = Actual.of(List.of());
  Restraint restraint = Restraint.none();
  private Plan last = Plan.nothing();

  /** Services that are listed, called for, and stand. */
  static Estate of(String registry, int services) {
    return new Estate().with(registry, 0, services);
  }

  Estate with(String registry, int from, int to) {
    IntStream.range(from, to).forEach(number -> called.add(service(registry, number)));
    pass();
    return this;
  }

  static MeshService service(String registry, int number) {
    var host = registry + number;
    return Meshes.service(host, List.of(registry), Meshes.endpoint("10.0.0." + number, registry));
  }

  /** The configuration calls the service by another host. */
  void rename(String registry, int number) {
    var before = service(registry, number);
    leaveOut(registry, number);
    called.add(Meshes.renamed(before, "new-" + before.id().name()));
  }

  /** The configuration calls for the services where it did at first. */
  void changeBack(String registry, int services) {
    displaced.clear();
    called.clear();
    with(registry, 0, services);
  }

  /** The configuration calls for the service no more. */
  void leaveOut(String registry, int number) {
    var before = service(registry, number);
    called.remove(before);
    displaced.add(before);
  }

  /** The configuration lets none of the service's instances pass. */
  void starve(String registry, int number) {
    var before = service(registry, number);
    called.remove(before);
    called.add(before.with(before.spec().withoutEndpoints()));
    starved.put(before.id(), before.origins());
  }

  Plan pass() {
    var demand = demand();
    restraint = restraint.after(actual, demand, rules, NOW);
    last = Plan.between(actual, demand, restraint, rules, NOW);
    actual = Meshes.after(last, actual, "prod");
    // Only what stands can be displaced.
    displaced.removeIf(service -> !actual.resources().containsKey(service.id()));
    return last;
  }

  Demand demand() {
    return new Demand(Demand.byId(called), Demand.byId(displaced), Book.copyOf(starved), gaps);
  }

  List<String> deleted() {
    return names(Change.Delete.class);
  }

  List<String> created() {
    return names(Change.Create.class);
  }

  private List<String> names(Class<? extends Change> kind) {
    return last.changes().stream().filter(kind::isInstance).map(one -> one.id().name()).toList();
  }

  List<String> held() {
    return last.heldBack().stream().map(held -> held.id().name()).distinct().toList();
  }
}
