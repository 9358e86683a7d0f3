package io.registrybridge.config;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.registrybridge.mapping.MappingRules;
import io.registrybridge.mapping.Settable;
import io.registrybridge.registry.dubbo.DubboRegistries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;

/** Makes {@link BridgeSettings} of what is configured, or says what is wrong with it. */
final class SettingsReader {

  private final Checks checks;
  private final Constraints constraints;
  private final Bundles bundles;
  private final List<Adapter> registries;
  private final List<Adapter> sinks;
  private final List<ConfigurationPropertySource> sources;

  SettingsReader(Configured configured, Bundles bundles) {
    this.checks = new Checks(configured);
    this.constraints = new Constraints(configured);
    this.bundles = bundles;
    this.registries = Adapter.all(configured, Role.REGISTRY);
    this.sinks = Adapter.all(configured, Role.SINK);
    this.sources =
        configured.sources(
            Stream.concat(registries.stream(), sinks.stream()).map(Adapter::path).toList());
  }

  BridgeSettings read() {
    var properties = bind(sources, "bridge", BridgeProperties.class);
    constraints.check(properties, List.of("bridge"));
    checks.adapters(Role.REGISTRY, registries);
    checks.adapters(Role.SINK, sinks);
    checks.adoptFrom(properties.adoptFrom(), properties.owner());
    checks.retired(properties.retired(), registries);
    checks.files(files());
    checks.bundles(Stream.concat(registries.stream(), sinks.stream()).toList(), bundles);
    checks.oneServer(properties.sink().mcp().keySet());
    checks.feeding(properties.sink().registries(), sinks, registries);
    var mappings = new TreeMap<String, MappingProperties>();
    registries.forEach(registry -> mappings.put(registry.name(), mapping(registry)));
    var rules = new TreeMap<String, MappingRules>();
    var namespaces = mappings.values().stream().map(MappingProperties::namespace).collect(toSet());
    registries.forEach(
        registry ->
            rules.put(
                registry.name(),
                requireNonNull(mappings.get(registry.name())).rules(namespaces, told(registry))));
    return new BridgeSettings(
        properties, rules, emptyGrace(mappings), feeding(properties.sink(), rules.keySet()));
  }

  /** A sink that names no registries is fed by all of them. */
  private static Map<String, Set<String>> feeding(Sinks sinks, Set<String> all) {
    return sinks.registries().entrySet().stream()
        .collect(
            toMap(
                Map.Entry::getKey,
                sink -> sink.getValue().isEmpty() ? all : Set.copyOf(sink.getValue())));
  }

  /** What a Dubbo provider speaks is part of its address, and not what it would like to be. */
  private static Set<Settable> told(Adapter registry) {
    return registry.kind().equals(DubboRegistries.KIND) ? Set.of(Settable.PROTOCOL) : Set.of();
  }

  private List<String> files() {
    var kubeconfigs = sinks.stream().map(sink -> sink.path() + ".kubeconfig");
    var secrets =
        registries.stream()
            .flatMap(
                registry ->
                    Stream.of(".password-file", ".token-file").map(registry.path()::concat));
    return Stream.of(Stream.of("bridge.admin.token-file"), kubeconfigs, secrets)
        .flatMap(properties -> properties)
        .toList();
  }

  private static Map<String, Duration> emptyGrace(Map<String, MappingProperties> mappings) {
    return mappings.entrySet().stream()
        .collect(toMap(Map.Entry::getKey, entry -> entry.getValue().emptyGrace()));
  }

  /**
   * A registry's mapping: its own keys, then those of {@code bridge.mapping}, then the defaults. To
   * the binder the two levels are property sources, the former before the latter, so that maps
   * merge and lists replace one another as they do between files.
   */
  private MappingProperties mapping(Adapter registry) {
    var levels = List.of(registry.path(), "bridge");
    var both = new ArrayList<ConfigurationPropertySource>();
    levels.forEach(level -> sources.forEach(source -> both.add(source.withPrefix(level))));
    var mapping = bind(both, Contract.MAPPING, MappingProperties.class);
    var paths = levels.stream().map(level -> level + "." + Contract.MAPPING).toList();
    constraints.check(mapping, paths);
    checks.mapping(mapping, paths);
    return mapping;
  }

  private <T> T bind(List<ConfigurationPropertySource> from, String name, Class<T> type) {
    try {
      return new Binder(from, null, Conversions.service()).bindOrCreate(name, Bindable.of(type));
    } catch (BindException unbound) {
      throw Unbound.because(unbound);
    }
  }
}
