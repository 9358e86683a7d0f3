package io.registrybridge.plan;

import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Keys;
import io.registrybridge.mesh.Location;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.Port;
import io.registrybridge.mesh.Resolution;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.mesh.Spec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Mesh values for tests, made with few words. */
final class Meshes {

  private Meshes() {}

  static Rules rules(Policy policy, Map<String, Duration> emptyGrace, Set<String> retired) {
    return new Rules("prod", Set.of("former"), policy, emptyGrace, retired, new Allowance(0.3, 10));
  }

  /** A plan for a demand of which the configuration takes nothing away. */
  static Plan plan(
      Actual actual,
      Collection<MeshService> desired,
      Collection<Gap> gaps,
      Rules rules,
      Instant now) {
    return Plan.between(actual, Demand.of(desired, gaps), Restraint.none(), rules, now);
  }

  static ResourceId id(String name) {
    return ResourceId.serviceEntry("mesh", name);
  }

  static Endpoint endpoint(String address, String... registries) {
    return endpoint(address, Map.of("http", 8080), registries);
  }

  static Endpoint endpoint(String address, Map<String, Integer> ports, String... registries) {
    var labels = new TreeMap<String, String>();
    Arrays.stream(registries).forEach(registry -> labels.put(Keys.from(registry), "default"));
    return new Endpoint(address, new TreeMap<>(ports), labels, 1, "", "", "");
  }

  static Endpoint weighing(int weight, Endpoint endpoint) {
    return new Endpoint(
        endpoint.address(), endpoint.ports(), endpoint.labels(), weight, "", "", "");
  }

  static MeshService service(String name, List<String> registries, Endpoint... endpoints) {
    return service(name, registries, List.of(new Port("http", 80, "HTTP")), endpoints);
  }

  static MeshService service(
      String name, List<String> registries, List<Port> ports, Endpoint... endpoints) {
    var origins =
        registries.stream()
            .map(registry -> new Origin(registry, "", name.toUpperCase(Locale.ROOT)))
            .toList();
    return MeshService.of(
        id(name),
        origins,
        new Spec(
            name,
            Location.MESH_INTERNAL,
            Resolution.STATIC,
            List.of(),
            List.of(),
            ports,
            List.of(endpoints)));
  }

  static Standing standing(MeshService service) {
    return standing(service, "prod");
  }

  static Standing standing(MeshService service, String owner) {
    return new Standing(
        service.id(), owner, List.of(service.spec().host()), Optional.of(service), "1");
  }

  static Standing foreign(String name, String... hosts) {
    return new Standing(id(name), "", List.of(hosts), Optional.empty(), "1");
  }

  static Actual actual(MeshService... services) {
    return Actual.of(Arrays.stream(services).map(Meshes::standing).toList());
  }

  /** What stands after every change of the plan was made. */
  static Actual after(Plan plan, Actual actual, String owner) {
    var standing = actual.resources().revise();
    for (var change : plan.changes()) {
      if (change instanceof Change.Create create) {
        standing.put(create.id(), standing(create.service(), owner));
      } else if (change instanceof Change.Update update) {
        standing.put(update.id(), standing(update.service(), owner));
      } else {
        standing.remove(change.id());
      }
    }
    return new Actual(standing.book());
  }

  /** The same service under another host. */
  static MeshService renamed(MeshService service, String name) {
    var spec = service.spec();
    var other =
        new Spec(
            name,
            spec.location(),
            spec.resolution(),
            spec.exportTo(),
            spec.addresses(),
            spec.ports(),
            spec.endpoints());
    return MeshService.of(id(name), service.origins(), other);
  }

  static MeshService emptied(MeshService service, Instant since) {
    return service.with(service.spec().withoutEndpoints()).emptySince(since);
  }

  static List<MeshService> left(Actual actual) {
    return actual.resources().values().stream()
        .flatMap(standing -> standing.service().stream())
        .toList();
  }

  static <T> List<T> list(Stream<T> stream) {
    return new ArrayList<>(stream.toList());
  }
}
