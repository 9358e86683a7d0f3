package io.registrybridge.status;

import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.mesh.Spec;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Rejection;
import io.registrybridge.status.Explanation.InSink;
import io.registrybridge.status.Explanation.Resource;
import io.registrybridge.sync.Preview;
import io.registrybridge.sync.SinkReport;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Tells what became of services in one sink.
 *
 * @param report what the latest pass left there; empty before the first
 */
record ResourceExplainer(Preview preview, Optional<SinkReport> report) {

  InSink explain(Origin origin) {
    var resources = new Traces(preview).resources(origin::equals);
    return new InSink(resources.stream().map(this::resource).toList(), preview.trouble());
  }

  private Resource resource(ResourceId id) {
    var traces = new Traces(preview);
    var live = traces.live(id);
    var desired = traces.desired(id).map(wanted -> asOldAs(live, wanted));
    return new Resource(
        id.kind().title(),
        Spelling.of(id),
        host(desired, live),
        change(id),
        desired.map(MeshService::spec),
        live.map(MeshService::spec),
        Difference.between(live, desired),
        Obstacles.held(preview.plan().heldBack(), held -> held.id().equals(id)),
        Obstacles.rejections(reported(SinkReport::failed), id::equals),
        Obstacles.rejections(rejected(), id::equals));
  }

  /** Since when a service is empty is the sink's to know: what is desired says nothing of it. */
  private static MeshService asOldAs(Optional<MeshService> live, MeshService desired) {
    return live.flatMap(MeshService::emptySince).map(desired::emptySince).orElse(desired);
  }

  private static String host(Optional<MeshService> desired, Optional<MeshService> live) {
    return desired.or(() -> live).map(MeshService::spec).map(Spec::host).orElse("");
  }

  private String change(ResourceId id) {
    return preview.plan().changes().stream()
        .filter(change -> change.id().equals(id))
        .map(Change::verb)
        .findFirst()
        .orElse("none");
  }

  private List<Rejection> rejected() {
    return Stream.concat(
            preview.plan().rejected().stream(), reported(SinkReport::rejected).stream())
        .toList();
  }

  private Collection<Rejection> reported(Function<SinkReport, List<Rejection>> which) {
    return report.map(which).orElse(List.of());
  }
}
