package io.registrybridge.sink;

import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Form;
import io.registrybridge.mesh.Form.Style;
import io.registrybridge.mesh.Kind;
import io.registrybridge.mesh.Location;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.Resolution;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.mesh.Spec;
import io.registrybridge.plan.Standing;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The objects that a service is written as, one by one, and what they are together.
 *
 * <p>An object is itself a service, under its own id: a WorkloadEntry says of one that it has this
 * endpoint, and a ServiceEntry that selects says of one that its endpoints stand elsewhere.
 */
public final class Parts {

  private Parts() {}

  /** The ServiceEntry. */
  public static MeshService entry(MeshService whole) {
    var form = whole.form();
    var selects = form.style() == Style.WORKLOADS;
    var spec = selects ? whole.spec().withoutEndpoints() : whole.spec();
    var own = selects || form.since().isPresent() ? form : Form.INLINE;
    return new MeshService(whole.id(), whole.origins(), spec, own, whole.emptySince());
  }

  /** The WorkloadEntries that are to be there, by their ids. */
  public static SortedMap<ResourceId, MeshService> workloads(MeshService whole) {
    var style = whole.form().style();
    return style == Style.WORKLOADS || style == Style.BOTH
        ? new Workloads(whole.id(), whole.origins()).of(whole.spec().endpoints())
        : new TreeMap<>();
  }

  /** All of them, the ServiceEntry first. */
  public static Stream<MeshService> all(MeshService whole) {
    return Stream.concat(Stream.of(entry(whole)), workloads(whole).values().stream());
  }

  /** The WorkloadEntry that says this. */
  static MeshService workload(
      ResourceId id, String host, List<Origin> origins, Optional<Endpoint> endpoint) {
    var spec =
        new Spec(
            host,
            Location.MESH_INTERNAL,
            Resolution.STATIC,
            List.of(),
            List.of(),
            List.of(),
            endpoint.stream().toList());
    return new MeshService(id, origins, spec, Form.RAGGED, Optional.empty());
  }

  /** The service that a WorkloadEntry is part of; empty if it is no bridge's. */
  public static Optional<ResourceId> of(Standing workload) {
    return workload.hosts().stream()
        .findFirst()
        .map(host -> ResourceId.serviceEntry(workload.id().namespace(), host));
  }

  /**
   * What stands if these objects are all that there is of one service.
   *
   * @param version of all of them
   * @return empty if they are not the objects of one service
   */
  public static Optional<Standing> whole(Collection<Standing> objects, String version) {
    var entries = objects.stream().filter(one -> one.id().kind() == Kind.SERVICE_ENTRY).toList();
    var workloads = objects.stream().filter(one -> one.id().kind() != Kind.SERVICE_ENTRY).toList();
    if (entries.size() != 1) {
      return Optional.empty();
    }
    var id = Optional.of(entries.get(0).id());
    var distinct = workloads.stream().map(Standing::id).distinct().count();
    return workloads.stream().allMatch(one -> of(one).equals(id)) && distinct == workloads.size()
        ? Optional.of(whole(entries.get(0), workloads, version))
        : Optional.empty();
  }

  /** What stands if this is the ServiceEntry and these are the WorkloadEntries beside it. */
  public static Standing whole(Standing entry, Collection<Standing> workloads, String version) {
    var service = entry.service().map(one -> whole(one, endpoints(workloads)));
    return new Standing(entry.id(), entry.owner(), entry.hosts(), service, version);
  }

  private static MeshService whole(MeshService entry, List<Endpoint> elsewhere) {
    if (entry.form().style() == Style.WORKLOADS) {
      return entry.with(entry.spec().with(entry.spec().ports(), elsewhere));
    }
    if (elsewhere.isEmpty() && entry.form().equals(Form.INLINE)) {
      return entry;
    }
    var complete = elsewhere.equals(entry.spec().endpoints());
    var since = entry.form().since();
    return entry.in(complete ? since.map(Form::bothSince).orElse(Form.BOTH) : Form.RAGGED);
  }

  private static List<Endpoint> endpoints(Collection<Standing> workloads) {
    return workloads.stream()
        .flatMap(one -> one.service().stream())
        .flatMap(one -> one.spec().endpoints().stream())
        .sorted()
        .toList();
  }

  /**
   * What stands if there are WorkloadEntries whose ServiceEntry is gone: a service that is empty
   * for as long as anybody can think, so that it goes as soon as no registry lists it.
   *
   * @param workloads at least one
   */
  public static Standing loose(ResourceId id, Collection<Standing> workloads, String version) {
    var origins =
        workloads.stream()
            .flatMap(one -> one.service().stream())
            .flatMap(one -> one.origins().stream())
            .toList();
    var service = workload(id, id.name(), origins, Optional.empty()).emptySince(Instant.EPOCH);
    return new Standing(
        id,
        workloads.iterator().next().owner(),
        List.of(id.name()),
        origins.isEmpty() ? Optional.empty() : Optional.of(service),
        version);
  }
}
