package io.registrybridge.plan;

import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import java.util.List;
import java.util.Optional;

/**
 * A resource as it stands in a sink.
 *
 * @param owner the owner that its labels name; empty if it is not a bridge's
 * @param hosts the hosts it claims, whoever owns it
 * @param service what it says, if it is a bridge's and reads as one
 * @param version what the sink wants back with a change, so that nothing newer is overwritten
 */
public record Standing(
    ResourceId id,
    String owner,
    List<String> hosts,
    Optional<MeshService> service,
    String version) {

  public Standing {
    hosts = List.copyOf(hosts);
  }
}
