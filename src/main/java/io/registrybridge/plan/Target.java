package io.registrybridge.plan;

import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Form;
import io.registrybridge.mesh.Keys;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.Port;
import io.registrybridge.mesh.Repair;
import io.registrybridge.mesh.Spec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a standing service is to become: what is desired, and beside it whatever stands there from a
 * registry that could not speak of it in this pass.
 *
 * @param service the desired object itself where nothing has to be kept beside it
 * @param heldBack one entry per registry whose silence keeps something
 */
record Target(MeshService service, List<Held> heldBack) {

  /** The target of a service that the registries list. */
  static Target of(MeshService desired, MeshService standing, Map<Origin, Gap> silent) {
    var stands = Repair.of(standing.spec());
    var spec = withPorts(desired.spec(), stands);
    if (silent.isEmpty()) {
      return new Target(same(desired, spec, desired.origins()), List.of());
    }
    var keeping = new Keeping(stands, ruled(desired, spec, standing.with(stands), silent));
    var held = keeping.keep(silent);
    var origins =
        Stream.concat(desired.origins().stream(), silent.keySet().stream())
            .distinct()
            .sorted()
            .toList();
    var target = same(desired, keeping.spec(), origins);
    return new Target(inForm(standing, target), heldBack(standing, held));
  }

  /**
   * That endpoints stand in objects of their own may be the wish of the registry that is silent.
   */
  private static MeshService inForm(MeshService standing, MeshService target) {
    return standing.form().equals(Form.WORKLOADS) && !target.form().equals(Form.WORKLOADS)
        ? target.in(Form.WORKLOADS)
        : target;
  }

  /** The target of a service that no registry lists, but that one could not speak of. */
  static Target of(MeshService standing, Map<Origin, Gap> silent) {
    var stands = Repair.of(standing.spec());
    var keeping = new Keeping(stands, stands.withoutEndpoints());
    var held = keeping.keep(silent);
    silent.values().forEach(gap -> held.putIfAbsent(gap, 0));
    var service = standing.with(keeping.spec()).with(List.copyOf(silent.keySet()));
    return new Target(service, heldBack(standing, held));
  }

  private static List<Held> heldBack(MeshService standing, Map<Gap, Integer> held) {
    return held.entrySet().stream()
        .map(entry -> held(standing, entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Held held(MeshService standing, Gap gap, int endpoints) {
    var what = endpoints == 1 ? "1 endpoint stays: " : endpoints + " endpoints stay: ";
    return new Held(standing.id(), gap.registry(), what + gap.reason(), gap.since());
  }

  /**
   * A service without usable instances has nothing to tell its ports from: they stay as they are.
   */
  private static Spec withPorts(Spec desired, Spec standing) {
    return desired.ports().isEmpty() ? desired.with(standing.ports(), List.of()) : desired;
  }

  /**
   * Where registries' rules differ the first one's hold, and they go on holding while it is silent:
   * a host must not change its ports and its address, and back, with every silence.
   */
  private static Spec ruled(
      MeshService desired, Spec spec, MeshService standing, Map<Origin, Gap> silent) {
    var first = standing.origins().get(0);
    return silent.containsKey(first) && !desired.origins().contains(first)
        ? spec.ruledBy(standing.spec())
        : spec.resolvedAlso(standing.spec().resolution());
  }

  private static MeshService same(MeshService desired, Spec spec, List<Origin> origins) {
    var unchanged = spec.equals(desired.spec()) && origins.equals(desired.origins());
    return unchanged ? desired : desired.with(spec).with(origins);
  }

  /** Adds standing endpoints to a desired spec. */
  private static final class Keeping {

    private final Map<String, Port> standingPorts = new LinkedHashMap<>();
    private final Map<String, Port> ports = new LinkedHashMap<>();
    private final Map<Endpoint.Place, Endpoint> listed = new LinkedHashMap<>();
    private final Map<Endpoint.Place, Endpoint> kept = new LinkedHashMap<>();
    private final Spec standing;
    private final Spec desired;

    Keeping(Spec standing, Spec desired) {
      this.standing = standing;
      this.desired = desired;
      standing.ports().forEach(port -> this.standingPorts.put(port.name(), port));
      desired.ports().forEach(port -> ports.put(port.name(), port));
      desired.endpoints().forEach(endpoint -> listed.put(endpoint.place(), endpoint));
    }

    /** Keeps what came from silent origins; returns how many endpoints each gap keeps. */
    Map<Gap, Integer> keep(Map<Origin, Gap> silent) {
      var held = new LinkedHashMap<Gap, Integer>();
      for (var endpoint : standing.endpoints()) {
        var sources = silent.keySet().stream().filter(endpoint::from).toList();
        if (!sources.isEmpty() && keep(renamed(endpoint), sources)) {
          held.merge(silent.get(sources.get(0)), 1, Integer::sum);
        }
      }
      return held;
    }

    /** Returns whether the endpoint is there only because it is kept. */
    private boolean keep(Endpoint endpoint, List<Origin> sources) {
      var place = endpoint.place();
      var among = listed.containsKey(place) ? listed : kept;
      var twin = among.get(place);
      among.put(place, twin == null ? endpoint : alsoFrom(twin, endpoint, sources));
      return twin == null;
    }

    /** Where an endpoint came from is kept too: or else the next loss would take it with it. */
    private static Endpoint alsoFrom(Endpoint twin, Endpoint standing, List<Origin> sources) {
      var labels = new TreeMap<>(twin.labels());
      for (var source : sources) {
        var key = Keys.from(source.registry());
        labels.putIfAbsent(key, standing.labels().get(key));
      }
      return labels.equals(twin.labels()) ? twin : twin.withLabels(labels);
    }

    /**
     * The endpoint with its ports under the names that the service's ports have now: when a
     * protocol changes so does the name, while callers know the port by its number.
     */
    private Endpoint renamed(Endpoint endpoint) {
      var names = new TreeMap<String, Integer>();
      endpoint.ports().forEach((name, number) -> names.put(nameNow(name), number));
      return names.equals(endpoint.ports()) ? endpoint : endpoint.withPorts(names);
    }

    private String nameNow(String name) {
      var port = standingPorts.get(name);
      if (port == null || ports.containsKey(name)) {
        return name;
      }
      return ports.values().stream()
          .filter(now -> now.number() == port.number())
          .map(Port::name)
          .findFirst()
          .orElseGet(() -> restored(port));
    }

    private String restored(Port port) {
      ports.put(port.name(), port);
      return port.name();
    }

    Spec spec() {
      var scales = Scales.of(listed, standing.endpoints(), kept.values());
      var endpoints =
          Stream.concat(
              listed.values().stream().map(scales::listed),
              kept.values().stream().map(scales::held));
      var spec = desired.with(ports.values(), endpoints.toList());
      return spec.equals(desired) ? desired : spec;
    }
  }
}
