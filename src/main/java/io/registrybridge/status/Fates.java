package io.registrybridge.status;

import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Held;
import io.registrybridge.plan.Rejection;
import io.registrybridge.sync.Preview;
import io.registrybridge.sync.Report;
import io.registrybridge.sync.SinkReport;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** What became of all services in all sinks. */
record Fates(Report report, List<Preview> previews) {

  /**
   * What became of one service.
   *
   * @param hosts under which it is known to Istio, or is to be
   * @param worst of the fates that it has in the sinks
   */
  record OfService(SortedSet<String> hosts, Fate worst) {

    private static OfService of(MeshService service, Fate fate) {
      return new OfService(new TreeSet<>(List.of(service.spec().host())), fate);
    }

    private OfService and(OfService other) {
      var both = new TreeSet<>(hosts);
      both.addAll(other.hosts);
      return new OfService(both, worst.or(other.worst));
    }
  }

  /** The registry's services of which something became, by their origin. */
  Map<Origin, OfService> of(String registry) {
    var fates = new HashMap<Origin, OfService>();
    for (var preview : previews) {
      var obstructed = obstructed(preview);
      var services = new Traces(preview).services();
      services.forEach(
          service -> {
            var one = OfService.of(service, fate(service.id(), obstructed, preview));
            service.origins().stream()
                .filter(origin -> origin.registry().equals(registry))
                .forEach(origin -> fates.merge(origin, one, OfService::and));
          });
    }
    return fates;
  }

  private static Fate fate(ResourceId id, Map<ResourceId, Fate> obstructed, Preview preview) {
    var stands = preview.actual().resources().containsKey(id);
    return obstructed.getOrDefault(id, stands ? Fate.WRITTEN : Fate.NONE);
  }

  /** What is known of a service that is in none of the sinks' plans. */
  Fate ofOthers() {
    var unread = previews.stream().anyMatch(preview -> !preview.trouble().isEmpty());
    return unread ? Fate.UNKNOWN : Fate.NONE;
  }

  private Map<ResourceId, Fate> obstructed(Preview preview) {
    var plan = preview.plan();
    var fates = new HashMap<ResourceId, Fate>();
    mark(Fate.PENDING, plan.changes().stream().map(Change::id), fates);
    mark(Fate.HELD_BACK, plan.heldBack().stream().map(Held::id), fates);
    mark(Fate.REJECTED, ids(plan.rejected()), fates);
    mark(Fate.REJECTED, ids(reported(preview, SinkReport::rejected)), fates);
    mark(Fate.FAILED, ids(reported(preview, SinkReport::failed)), fates);
    return fates;
  }

  private static void mark(Fate fate, Stream<ResourceId> ids, Map<ResourceId, Fate> fates) {
    ids.forEach(id -> fates.merge(id, fate, Fate::or));
  }

  private static Stream<ResourceId> ids(Collection<Rejection> rejections) {
    return rejections.stream().map(Rejection::id);
  }

  private List<Rejection> reported(Preview preview, Function<SinkReport, List<Rejection>> which) {
    return Optional.ofNullable(report.sinks().get(preview.sink())).map(which).orElse(List.of());
  }
}
