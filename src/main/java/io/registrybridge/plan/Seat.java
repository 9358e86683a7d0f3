package io.registrybridge.plan;

import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.util.stream.Stream;

/** An origin's part in a resource. */
record Seat(ResourceId id, Origin origin) {

  static Stream<Seat> of(MeshService service) {
    return service.origins().stream().map(origin -> new Seat(service.id(), origin));
  }

  /** The origin's part in another resource. */
  Seat at(ResourceId other) {
    return new Seat(other, origin);
  }

  String registry() {
    return origin.registry();
  }
}
