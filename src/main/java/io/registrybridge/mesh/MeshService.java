package io.registrybridge.mesh;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A service of the bridge's own: what is said of it, how, and where it came from. It is a
 * ServiceEntry, and in some forms WorkloadEntries beside it; whoever plans need not know of those.
 *
 * @param emptySince when it lost its last endpoint; present exactly while it has none and stands in
 *     a sink
 */
public record MeshService(
    ResourceId id, List<Origin> origins, Spec spec, Form form, Optional<Instant> emptySince) {

  public MeshService {
    origins = origins.stream().distinct().sorted().toList();
    // None in both places are none in one.
    form = form.style() == Form.Style.BOTH && spec.endpoints().isEmpty() ? Form.INLINE : form;
  }

  /** Whether the other says the same, since whenever that may be. */
  public boolean saysTheSame(MeshService other) {
    return id.equals(other.id)
        && origins.equals(other.origins)
        && spec.equals(other.spec)
        && form.style() == other.form.style()
        && emptySince.isPresent() == other.emptySince.isPresent();
  }

  /** With endpoints inline. */
  public static MeshService of(ResourceId id, List<Origin> origins, Spec spec) {
    return new MeshService(id, origins, spec, Form.INLINE, Optional.empty());
  }

  public MeshService with(Spec other) {
    return new MeshService(id, origins, other, form, emptySince);
  }

  public MeshService with(List<Origin> others) {
    return new MeshService(id, others, spec, form, emptySince);
  }

  public MeshService in(Form other) {
    return new MeshService(id, origins, spec, other, emptySince);
  }

  /** The same service as it is to be written: marked with when it became empty, if it is. */
  public MeshService emptySince(Instant since) {
    return new MeshService(
        id,
        origins,
        spec,
        form,
        spec.endpoints().isEmpty() ? Optional.of(since) : Optional.empty());
  }
}
