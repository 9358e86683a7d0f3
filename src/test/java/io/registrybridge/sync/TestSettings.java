package io.registrybridge.sync;

import io.registrybridge.guard.Limits;
import io.registrybridge.mapping.Addresses;
import io.registrybridge.mapping.Draining;
import io.registrybridge.mapping.Forms;
import io.registrybridge.mapping.HostPattern;
import io.registrybridge.mapping.MappingRules;
import io.registrybridge.mapping.MetadataFilter;
import io.registrybridge.mapping.Names;
import io.registrybridge.mapping.Protocol;
import io.registrybridge.mesh.Location;
import io.registrybridge.mesh.Resolution;
import io.registrybridge.plan.Allowance;
import io.registrybridge.plan.Policy;
import io.registrybridge.plan.Rules;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The default settings of these registries, without a grace for empty services. */
final class TestSettings {

  static final Duration SETTLE = Duration.ofSeconds(90);

  private TestSettings() {}

  static Settings of(String... registries) {
    return of(Map.of(), registries);
  }

  static Settings of(Map<String, Set<String>> feeding, String... registries) {
    return of("{service}.mesh", List.of("*"), Set.of(), feeding, registries);
  }

  static Settings of(String host, List<String> include, Set<String> retired, String... registries) {
    return of(host, include, retired, Map.of(), registries);
  }

  private static Settings of(
      String host,
      List<String> include,
      Set<String> retired,
      Map<String, Set<String>> feeding,
      String... registries) {
    var mapping = new HashMap<String, MappingRules>();
    var grace = new HashMap<String, Duration>();
    for (var registry : registries) {
      mapping.put(registry, rules(host, include));
      grace.put(registry, Duration.ZERO);
    }
    return new Settings(
        mapping,
        new Limits(0.3, 10, Duration.ofMinutes(10), SETTLE),
        new Rules("prod", Set.of("staging"), Policy.SYNC, grace, retired, new Allowance(0.3, 10)),
        feeding);
  }

  private static MappingRules rules(String host, List<String> include) {
    return new MappingRules(
        "mesh",
        Set.of(),
        HostPattern.parse(host),
        new TreeMap<>(),
        Names.of(include, List.of()),
        MetadataFilter.of(List.of(), List.of()),
        Location.MESH_INTERNAL,
        List.of(),
        Resolution.STATIC,
        Protocol.HTTP,
        new TreeMap<>(Map.of("primary", 80)),
        false,
        new TreeMap<>(),
        "",
        "",
        "",
        Draining.OMIT,
        Set.of(),
        Forms.INLINE,
        Addresses.of(List.of(), List.of()),
        Optional.empty());
  }
}
