package io.registrybridge.mesh;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What Istio is told of one host.
 *
 * @param exportTo namespaces that see it; empty for Istio's default
 * @param addresses stable addresses; empty for none
 */
public record Spec(
    String host,
    Location location,
    Resolution resolution,
    List<String> exportTo,
    List<String> addresses,
    List<Port> ports,
    List<Endpoint> endpoints) {

  public Spec {
    exportTo = exportTo.stream().sorted().toList();
    addresses = addresses.stream().sorted().toList();
    ports = ports.stream().sorted().toList();
    endpoints = endpoints.stream().sorted().toList();
  }

  public Spec with(Collection<Port> otherPorts, Collection<Endpoint> otherEndpoints) {
    return new Spec(
        host,
        location,
        resolution,
        exportTo,
        addresses,
        List.copyOf(otherPorts),
        List.copyOf(otherEndpoints));
  }

  public Spec withAddresses(List<String> others) {
    return new Spec(host, location, resolution, exportTo, others, ports, endpoints);
  }

  public Set<String> portNames() {
    return ports.stream().map(Port::name).collect(toSet());
  }

  /** This with all but its ports and endpoints from another, and its ports where they are there. */
  public Spec ruledBy(Spec other) {
    var ruled =
        new Spec(
            host,
            other.location,
            resolution,
            other.exportTo,
            other.addresses,
            numberedBy(other.ports),
            endpoints);
    return ruled.resolvedAlso(other.resolution);
  }

  /** No two ports have one number, even if that leaves them where they are. */
  private List<Port> numberedBy(List<Port> others) {
    var numbers = others.stream().collect(toMap(Port::name, Port::number, (one, same) -> one));
    var numbered =
        ports.stream()
            .map(port -> port.at(numbers.getOrDefault(port.name(), port.number())))
            .toList();
    var distinct = numbered.stream().map(Port::number).distinct().count() == ports.size();
    return distinct ? numbered : ports;
  }

  /** This, where endpoints have to be resolved if they would have to be by that. */
  public Spec resolvedAlso(Resolution other) {
    return other == Resolution.DNS && resolution != Resolution.DNS
        ? new Spec(host, location, other, exportTo, addresses, ports, endpoints)
        : this;
  }

  public Spec withoutEndpoints() {
    return with(ports, List.of());
  }
}
