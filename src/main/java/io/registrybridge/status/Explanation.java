package io.registrybridge.status;

import io.registrybridge.mesh.Spec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/** One service from end to end: what {@code GET /actuator/sync/{registry}/{service}} answers. */
record Explanation(String registry, String service, List<InPartition> partitions)
    implements OperationResponseBody {

  /**
   * The service in one of the registry's partitions.
   *
   * @param listed whether the registry lists it as of its latest reading
   * @param instances what the registry says, the unusable included
   * @param flaws each thing that was dropped, with the reason
   * @param sinks what it became, by the sink's name
   */
  record InPartition(
      String partition,
      boolean listed,
      List<InstanceView> instances,
      List<FlawView> flaws,
      Map<String, InSink> sinks) {}

  /**
   * What the service became in one sink.
   *
   * @param trouble why the sink could not be read; then there are no resources to tell of
   */
  record InSink(List<Resource> resources, String trouble) {}

  /**
   * A resource that the service became, or once became.
   *
   * @param change what a pass would do to it now: {@code create}, {@code update}, {@code delete} or
   *     {@code none}
   * @param desired what the registries call for, before anything is held back
   * @param live what stands in the sink
   */
  record Resource(
      String kind,
      String id,
      String host,
      String change,
      Optional<Spec> desired,
      Optional<Spec> live,
      Difference difference,
      List<HeldView> heldBack,
      List<RejectionView> failed,
      List<RejectionView> rejected) {}
}
