package io.registrybridge.status;

import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.sync.Preview;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What can be followed from a registry into a sink: by the origins that its resources name. */
record Traces(Preview preview) {

  /** The resources that come from such an origin, or once did and still stand. */
  SortedSet<ResourceId> resources(Predicate<Origin> origin) {
    var ids = new TreeSet<ResourceId>();
    services()
        .filter(service -> service.origins().stream().anyMatch(origin))
        .forEach(service -> ids.add(service.id()));
    return ids;
  }

  /** Where the services wanted and standing come from. */
  Stream<Origin> origins() {
    return services().flatMap(service -> service.origins().stream());
  }

  Optional<MeshService> desired(ResourceId id) {
    return Optional.ofNullable(preview.desired().get(id));
  }

  Optional<MeshService> live(ResourceId id) {
    return Optional.ofNullable(preview.actual().resources().get(id))
        .flatMap(standing -> standing.service());
  }

  /** The services wanted and standing. */
  Stream<MeshService> services() {
    return Stream.concat(
        preview.desired().values().stream(),
        preview.actual().resources().values().stream()
            .flatMap(standing -> standing.service().stream()));
  }
}
