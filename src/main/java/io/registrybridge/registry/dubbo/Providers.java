package io.registrybridge.registry.dubbo;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The providers of one service. A process that serves it by several protocols registers for each of
 * them, and is one instance with several ports.
 */
final class Providers {

  private static final String PROTOCOL = "protocol";
  private static final double USUAL_WEIGHT = 100;

  private final String primary;
  private final Map<List<String>, List<SortedMap<String, ProviderUrl>>> processes =
      new LinkedHashMap<>();

  private Providers(Collection<ProviderUrl> urls) {
    this.primary = urls.stream().map(ProviderUrl::scheme).min(Scheme::compare).orElse("");
    urls.forEach(this::add);
  }

  static Service service(Map.Entry<ServiceKey, List<ProviderUrl>> listed) {
    var providers = new Providers(latest(listed.getValue()));
    return Service.of(listed.getKey(), providers.instances());
  }

  private List<Instance> instances() {
    return processes.values().stream().flatMap(List::stream).map(this::instance).toList();
  }

  /** After a restart the node of the life before stays until its session ends. */
  private static Collection<ProviderUrl> latest(List<ProviderUrl> urls) {
    var latest = new TreeMap<String, ProviderUrl>();
    urls.stream()
        .sorted(Comparator.comparingLong(ProviderUrl::started))
        .forEach(url -> latest.put(url.scheme() + "://" + url.address(), url));
    return latest.values();
  }

  /** Those of one process stand together, unless it serves by one protocol on two ports. */
  private void add(ProviderUrl url) {
    var process = List.of(url.host(), url.process());
    var instances = processes.computeIfAbsent(process, first -> new ArrayList<>());
    var incomplete = instances.stream().filter(one -> !one.containsKey(url.scheme())).findFirst();
    if (incomplete.isEmpty()) {
      instances.add(new TreeMap<>(Scheme::compare));
    }
    incomplete.orElseGet(() -> instances.get(instances.size() - 1)).put(url.scheme(), url);
  }

  private Instance instance(SortedMap<String, ProviderUrl> process) {
    var first = process.values().iterator().next();
    var ports = new TreeMap<String, Integer>();
    var metadata = new TreeMap<>(first.parameters());
    metadata.keySet().removeIf(key -> key.equals(PROTOCOL) || key.startsWith(PROTOCOL + "."));
    process.forEach(
        (scheme, url) -> {
          var role = scheme.equals(primary) ? Instance.PRIMARY : scheme;
          ports.put(role, url.port());
          metadata.put(
              role.equals(Instance.PRIMARY) ? PROTOCOL : PROTOCOL + "." + role,
              Scheme.protocol(scheme));
        });
    return new Instance(
        first.address(),
        first.host(),
        ports,
        status(first),
        weight(first),
        first.parameter("zone", ""),
        metadata);
  }

  /** Of Dubbo's usual one. */
  private static double weight(ProviderUrl url) {
    try {
      return Math.max(0, Integer.parseInt(url.parameter("weight", "100"))) / USUAL_WEIGHT;
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  private static Status status(ProviderUrl url) {
    var out =
        url.parameter("disabled", "false").equals("true")
            || url.parameter("enabled", "true").equals("false")
            || weight(url) == 0;
    return out ? Status.OUT : Status.UP;
  }
}
