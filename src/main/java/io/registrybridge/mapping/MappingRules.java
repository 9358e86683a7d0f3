package io.registrybridge.mapping;

import io.registrybridge.mesh.Location;
import io.registrybridge.mesh.Resolution;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How one registry's services become mesh resources.
 *
 * @param namespace where the resources are written
 * @param namespaces where they may be written instead if an instance asks for it
 * @param hosts a service's host by hand, by the service's name
 * @param names which services are mapped
 * @param metadata which of their instances are
 * @param exportTo empty for Istio's default
 * @param protocol lower case, one of {@link Protocol}'s
 * @param ports the service port's number by role
 * @param instancePorts whether every distinct instance port is a service port too
 * @param labels the label's key by the metadata key it is made from
 * @param locality metadata keys in braces, or a constant; empty for none
 * @param network empty for the mesh's own
 * @param serviceAccount empty where no sidecar vouches for the endpoints
 * @param forms how endpoints are told
 * @param addresses which addresses endpoints may have
 * @param vips where hosts get addresses of their own from, if they are to have any
 */
public record MappingRules(
    String namespace,
    Set<String> namespaces,
    HostPattern host,
    SortedMap<String, String> hosts,
    Names names,
    MetadataFilter metadata,
    Location location,
    List<String> exportTo,
    Resolution resolution,
    Protocol protocol,
    SortedMap<String, Integer> ports,
    boolean instancePorts,
    SortedMap<String, String> labels,
    String locality,
    String network,
    String serviceAccount,
    Draining draining,
    Set<Settable> overrides,
    Forms forms,
    Addresses addresses,
    Optional<AddressPool> vips) {

  public MappingRules {
    namespaces = Set.copyOf(namespaces);
    hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
    exportTo = List.copyOf(exportTo);
    ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    overrides = Set.copyOf(overrides);
  }
}
