package io.registrybridge.sync;

import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.guard.Level;
import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Keys;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An endpoint in a sink as its registry counts it: once, though the configuration may have given
 * the service a second host meanwhile, of which the registry knows nothing.
 */
record Place(String registry, List<Origin> origins, String address, Collection<Integer> ports) {

  /** Those of all registries that the service came from. */
  static Stream<Place> all(MeshService service) {
    return service.spec().endpoints().stream()
        .flatMap(
            endpoint ->
                endpoint.labels().keySet().stream()
                    .filter(Keys::isFrom)
                    .map(Keys::registryOf)
                    .map(registry -> of(registry, service, endpoint)));
  }

  private static Place of(String registry, MeshService service, Endpoint endpoint) {
    var origins =
        service.origins().stream().filter(origin -> origin.registry().equals(registry)).toList();
    return new Place(registry, origins, endpoint.address(), Set.copyOf(endpoint.ports().values()));
  }

  /** How much of a registry these are, which are all its. */
  static Level level(Set<Place> places) {
    var services = places.stream().map(Place::origins).distinct().count();
    return new Level(places.size(), (int) services);
  }

  /** The services that it belongs to. */
  Stream<ServiceKey> keys() {
    return origins.stream()
        .map(one -> new ServiceKey(one.registry(), one.partition(), one.service()));
  }
}
