package io.registrybridge.sink.mcp;

import com.google.protobuf.ByteString;
import io.registrybridge.mesh.MeshService;
import java.time.Instant;

/**
 * An object as istiod is told of it.
 *
 * @param owner the owner that its labels name
 * @param created when the bridge first served it
 * @param version a hash of what is said, but not of when it was created: by that, replicas that
 *     found a service at different times would take turns at changing it
 * @param bytes a whole resource, packed as istiod unpacks it
 */
record Encoded(
    MeshService service, String owner, Instant created, String version, ByteString bytes) {

  static Encoded of(MeshService service, String owner, Instant created) {
    var resource = Wire.resource(service, owner);
    var version = Hash.of(Wire.bytes(resource).toByteArray());
    var bytes = Wire.bytes(Wire.packed(Wire.stamped(resource, version, created)));
    return new Encoded(service, owner, created, version, bytes);
  }

  /** Whether it is still what is to be said. */
  boolean says(MeshService other, String itsOwner, Instant itsBirth) {
    return owner.equals(itsOwner) && created.equals(itsBirth) && service.equals(other);
  }
}
