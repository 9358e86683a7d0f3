package io.registrybridge.mesh;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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

  public Spec withResolution(Resolution other) {
    return new Spec(host, location, other, exportTo, addresses, ports, endpoints);
  }

  public Set<String> portNames() {
    return ports.stream().map(Port::name).collect(Collectors.toSet());
  }

  public Spec withoutEndpoints() {
    return with(ports, List.of());
  }
}
