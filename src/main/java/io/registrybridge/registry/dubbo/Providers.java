package io.registrybridge.registry.dubbo;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The providers of one service. A process that serves it by several protocols registers for each of
 * them, and is one instance with several ports.
 */
final class Providers {

  private static final double USUAL_WEIGHT = 100;

  private final String primary;
  private final List<TreeMap<String, ProviderUrl>> processes = new ArrayList<>();

  private Providers(Collection<ProviderUrl> urls) {
    this.primary = urls.stream().map(ProviderUrl::scheme).min(Scheme::compare).orElse("");
    urls.forEach(this::add);
  }

  static Service service(Map.Entry<ServiceKey, List<ProviderUrl>> listed) {
    var providers = new Providers(latest(listed.getValue()));
    return Service.of(
        listed.getKey(), providers.processes.stream().map(providers::instance).toList());
  }

  /** After a restart the node of the life before stays until its session ends. */
  private static Collection<ProviderUrl> latest(List<ProviderUrl> urls) {
    var latest = new TreeMap<String, ProviderUrl>();
    urls.stream()
        .sorted(Comparator.comparingLong(ProviderUrl::started))
        .forEach(url -> latest.put(url.scheme() + "://" + url.address(), url));
    return latest.values();
  }

  private void add(ProviderUrl url) {
    var known =
        processes.stream()
            .filter(one -> !one.containsKey(url.scheme()) && same(one, url))
            .findFirst();
    known.orElseGet(this::another).put(url.scheme(), url);
  }

  private static boolean same(TreeMap<String, ProviderUrl> process, ProviderUrl url) {
    var one = process.firstEntry().getValue();
    return one.host().equals(url.host()) && one.process().equals(url.process());
  }

  private TreeMap<String, ProviderUrl> another() {
    var process = new TreeMap<String, ProviderUrl>(Scheme::compare);
    processes.add(process);
    return process;
  }

  private Instance instance(TreeMap<String, ProviderUrl> process) {
    var first = process.firstEntry().getValue();
    var ports = new TreeMap<String, Integer>();
    var metadata = new TreeMap<>(first.parameters());
    metadata.keySet().removeIf(key -> key.equals("protocol") || key.startsWith("protocol."));
    process.forEach(
        (scheme, url) -> {
          var role = scheme.equals(primary) ? Instance.PRIMARY : scheme;
          ports.put(role, url.port());
          metadata.put("protocol." + role, Scheme.protocol(scheme));
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
