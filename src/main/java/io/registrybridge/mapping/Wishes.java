package io.registrybridge.mapping;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.mesh.ResourceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Where a service's instances wish it to be. They have one wish together, that of most of them,
 * whatever their status: or else a service would move with each instance that fails.
 */
final class Wishes {

  private static final String HOST = "host";
  private static final String NAMESPACE = "namespace";

  private final List<Instance> instances;
  private final MappingRules rules;
  private final Consumer<String> objections;

  Wishes(List<Instance> instances, MappingRules rules, Consumer<String> objections) {
    this.instances = instances;
    this.rules = rules;
    this.objections = objections;
  }

  /** Where the service is to be, which the rules alone would have somewhere. */
  ResourceId of(String usualHost) {
    var host = wish(Settable.HOST, HOST, this::hostObjection).orElse(usualHost);
    var namespace = wish(Settable.NAMESPACE, NAMESPACE, this::namespaceObjection);
    return ResourceId.serviceEntry(namespace.orElse(rules.namespace()), host);
  }

  private Optional<String> wish(
      Settable what, String key, Function<String, Optional<String>> objection) {
    if (!rules.overrides().contains(what)) {
      return Optional.empty();
    }
    var votes =
        instances.stream()
            .flatMap(one -> Optional.ofNullable(one.metadata().get(key)).stream())
            .map(String::strip)
            .collect(groupingBy(wish -> wish, TreeMap::new, counting()));
    if (votes.size() > 1) {
      objections.accept(
          "its instances ask for different ones of '%s'; the %s of most is taken"
              .formatted(key, key));
    }
    return votes.entrySet().stream()
        .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .filter(wish -> granted(objection.apply(wish)));
  }

  private boolean granted(Optional<String> objection) {
    objection.ifPresent(objections);
    return objection.isEmpty();
  }

  /** Anybody may register anything: so a host outside of what the pattern makes is never given. */
  private Optional<String> hostObjection(String host) {
    var end = rules.host().end();
    if (end.isEmpty()) {
      return Optional.of(
          "metadata asks for a host, but mapping.host has no constant end to keep to");
    }
    return Hosts.refused(host)
        .or(
            () ->
                host.endsWith(end) && host.length() > end.length()
                    ? Optional.empty()
                    : Optional.of(
                        "metadata asks for the host '%s', which does not end in '%s' as mapping.host does"
                            .formatted(Flaw.brief(host), end)));
  }

  private Optional<String> namespaceObjection(String namespace) {
    return rules.namespaces().contains(namespace)
        ? Optional.empty()
        : Optional.of(
            "metadata asks for the namespace '%s', to which no registry is mapped"
                .formatted(Flaw.brief(namespace)));
  }
}
