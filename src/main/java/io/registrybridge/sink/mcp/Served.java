package io.registrybridge.sink.mcp;

import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.sink.Parts;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A service as istiod is told of it: all of its objects.
 *
 * @param owner the owner that its labels name
 * @param created when the bridge first served it
 */
record Served(
    MeshService service, String owner, Instant created, SortedMap<ResourceId, Encoded> objects) {

  Served {
    objects = Collections.unmodifiableSortedMap(objects);
  }

  /**
   * The service when this is to be said of it.
   *
   * @param before what was said of it: what did not change is not encoded again
   */
  static Served of(Optional<Served> before, MeshService service, String owner, Instant created) {
    var same = before.filter(one -> one.says(service, owner, created));
    return same.orElseGet(() -> after(before, service, owner, created));
  }

  private static Served after(
      Optional<Served> before, MeshService service, String owner, Instant created) {
    var known = before.map(Served::objects).orElseGet(TreeMap::new);
    var objects = new TreeMap<ResourceId, Encoded>();
    for (var part : Parts.all(service).toList()) {
      var encoded =
          Optional.ofNullable(known.get(part.id()))
              .filter(one -> one.says(part, owner, created))
              .orElseGet(() -> Encoded.of(part, owner, created));
      objects.put(part.id(), encoded);
    }
    return new Served(service, owner, created, objects);
  }

  private boolean says(MeshService other, String itsOwner, Instant itsBirth) {
    return owner.equals(itsOwner) && created.equals(itsBirth) && service.equals(other);
  }
}
