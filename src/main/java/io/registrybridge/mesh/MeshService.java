package io.registrybridge.mesh;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A ServiceEntry of the bridge's own: what it says and where it came from.
 *
 * @param emptySince when it lost its last endpoint; present exactly while it has none and stands in
 *     a sink
 */
public record MeshService(
    ResourceId id, List<Origin> origins, Spec spec, Optional<Instant> emptySince) {

  public MeshService {
    origins = origins.stream().distinct().sorted().toList();
  }

  public static MeshService of(ResourceId id, List<Origin> origins, Spec spec) {
    return new MeshService(id, origins, spec, Optional.empty());
  }

  public MeshService with(Spec other) {
    return new MeshService(id, origins, other, emptySince);
  }

  public MeshService with(List<Origin> others) {
    return new MeshService(id, others, spec, emptySince);
  }

  /** The same service as it is to be written: marked with when it became empty, if it is. */
  public MeshService emptySince(Instant since) {
    return new MeshService(
        id, origins, spec, spec.endpoints().isEmpty() ? Optional.of(since) : Optional.empty());
  }
}
