package io.registrybridge.mesh;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What of a standing spec Istio takes. Anybody may have edited it, and what is held of it must not
 * have the rest refused.
 */
public final class Repair {

  private final Spec spec;
  private final Set<String> names = new HashSet<>();
  private final Set<Integer> numbers = new HashSet<>();

  private Repair(Spec spec) {
    this.spec = spec;
  }

  /** The spec without what would be refused; an equal one if nothing would be. */
  public static Spec of(Spec spec) {
    return new Repair(spec).repaired();
  }

  private Spec repaired() {
    var ports = spec.ports().stream().filter(this::legal).toList();
    var endpoints = spec.endpoints().stream().flatMap(one -> repaired(one).stream()).toList();
    var addresses = spec.addresses().stream().filter(this::legal).toList();
    return spec.withAddresses(addresses).with(ports, endpoints);
  }

  private boolean legal(String address) {
    return Refusal.ofAddress(address, spec.resolution()).isEmpty();
  }

  /** Of two ports of one name or number the first one stays. */
  private boolean legal(Port port) {
    return Refusal.of(port).isEmpty() && names.add(port.name()) && numbers.add(port.number());
  }

  private Optional<Endpoint> repaired(Endpoint endpoint) {
    return takes(endpoint)
        ? Optional.of(endpoint)
        : Optional.of(legal(endpoint)).filter(one -> !one.ports().isEmpty() && takes(one));
  }

  private boolean takes(Endpoint endpoint) {
    return EndpointRefusal.of(endpoint, spec.resolution(), names).isEmpty();
  }

  private Endpoint legal(Endpoint endpoint) {
    return new Endpoint(
        endpoint.address(),
        only(
            endpoint.ports(),
            port -> names.contains(port.getKey()) && Refusal.ofNumber(port.getValue()).isEmpty()),
        only(endpoint.labels(), label -> EndpointRefusal.label(label.getKey(), label.getValue())),
        Math.max(1, endpoint.weight()),
        EndpointRefusal.text(endpoint.locality()) ? endpoint.locality() : "",
        EndpointRefusal.text(endpoint.network()) ? endpoint.network() : "",
        EndpointRefusal.account(endpoint.serviceAccount()) ? endpoint.serviceAccount() : "");
  }

  private static <T> SortedMap<String, T> only(
      SortedMap<String, T> all, Predicate<Map.Entry<String, T>> legal) {
    var some = new TreeMap<String, T>();
    all.entrySet().stream().filter(legal).forEach(one -> some.put(one.getKey(), one.getValue()));
    return some;
  }
}
