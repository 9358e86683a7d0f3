package io.registrybridge.mapping;

import io.registrybridge.book.Pairs;
import io.registrybridge.book.Pool;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Form;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.Resolution;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.mesh.Spec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One mesh service made of the drafts that share its host. */
record Assembly(List<Draft> drafts, MeshService service, List<Flaw> flaws) {

  Assembly {
    drafts = List.copyOf(drafts);
    flaws = List.copyOf(flaws);
  }

  /**
   * Puts the drafts together. Where registries' rules differ the first one's hold; but one that
   * wants WorkloadEntries is enough for all to have them, and so is one that admits names.
   *
   * @param drafts at least one
   */
  static Assembly of(ResourceId id, List<Draft> drafts) {
    var flaws = new ArrayList<Flaw>();
    var first = drafts.get(0);
    var candidates = drafts.stream().flatMap(draft -> draft.candidates().stream()).toList();
    var ports =
        ServicePorts.of(
            candidates,
            first.rules(),
            objection -> flaws.add(new Flaw(first.service(), id.name(), objection)));
    var spec =
        new Spec(
            id.name(),
            first.rules().location(),
            resolution(drafts),
            exportTo(first.rules().exportTo(), id.namespace()),
            List.of(),
            ports.ports(),
            endpoints(candidates, ports));
    var origins = drafts.stream().map(Draft::origin).toList();
    return new Assembly(drafts, MeshService.of(id, origins, spec).in(form(drafts)), flaws);
  }

  /** Istio takes {@code .} for the resource's own namespace, and refuses what it finds twice. */
  private static List<String> exportTo(List<String> namespaces, String own) {
    return namespaces.stream().map(one -> one.equals(own) ? "." : one).distinct().toList();
  }

  /** The origins of those that have usable instances, but of which no endpoint came. */
  List<Origin> starved() {
    var barren = service.spec().endpoints().isEmpty();
    return drafts.stream()
        .filter(draft -> draft.usable() && (barren || draft.candidates().isEmpty()))
        .map(Draft::origin)
        .toList();
  }

  private static Form form(List<Draft> drafts) {
    return drafts.stream()
        .map(draft -> draft.rules().forms().of(draft.service().name()))
        .filter(Form.WORKLOADS::equals)
        .findFirst()
        .orElse(Form.INLINE);
  }

  private static Resolution resolution(List<Draft> drafts) {
    return drafts.stream().anyMatch(draft -> draft.rules().resolution() == Resolution.DNS)
        ? Resolution.DNS
        : Resolution.STATIC;
  }

  private static List<Endpoint> endpoints(List<Candidate> candidates, ServicePorts ports) {
    var pool = new Pool();
    var places = new LinkedHashMap<Endpoint.Place, Candidate>();
    for (var candidate : candidates) {
      var named = pool.same(Pairs.copyOf(ports.named(candidate)));
      if (!named.isEmpty()) {
        places.merge(
            new Endpoint.Place(candidate.address(), named), candidate, Candidate::alsoFrom);
      }
    }
    var weights = Weights.whole(places.values().stream().map(Candidate::weight).toList());
    var endpoints = new ArrayList<Endpoint>();
    for (Map.Entry<Endpoint.Place, Candidate> entry : places.entrySet()) {
      var weight = weights.get(endpoints.size());
      endpoints.add(entry.getValue().endpoint(entry.getKey().ports(), weight));
    }
    return endpoints;
  }
}
