package io.registrybridge.mapping;

import io.registrybridge.mesh.Location;
import io.registrybridge.mesh.Resolution;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The default rules, and what a test wants otherwise. */
final class RulesBuilder {

  String namespace = "mesh";
  String host = "{service}.{registry}.mesh";
  Map<String, String> hosts = Map.of();
  List<String> include = List.of("*");
  List<String> exclude = List.of();
  List<String> includeMetadata = List.of();
  List<String> excludeMetadata = List.of();
  Set<String> namespaces = Set.of();
  Location location = Location.MESH_INTERNAL;
  List<String> exportTo = List.of();
  Resolution resolution = Resolution.STATIC;
  Protocol protocol = Protocol.HTTP;
  Map<String, Integer> ports = Map.of("primary", 80, "secure", 443);
  boolean instancePorts;
  Map<String, String> labels = Map.of("version", "version");
  String locality = "{zone}";
  String network = "";
  String serviceAccount = "";
  Draining draining = Draining.OMIT;
  Set<Settable> overrides = Set.of();
  Forms forms = Forms.INLINE;
  Addresses addresses = Addresses.of(List.of(), Addresses.DENIED_BY_DEFAULT);
  Optional<String> vips = Optional.empty();

  MappingRules build() {
    return new MappingRules(
        namespace,
        namespaces,
        HostPattern.parse(host),
        new TreeMap<>(hosts),
        Names.of(include, exclude),
        MetadataFilter.of(includeMetadata, excludeMetadata),
        location,
        exportTo,
        resolution,
        protocol,
        new TreeMap<>(ports),
        instancePorts,
        new TreeMap<>(labels),
        locality,
        network,
        serviceAccount,
        draining,
        overrides,
        forms,
        addresses,
        vips.map(AddressPool::parse));
  }
}
