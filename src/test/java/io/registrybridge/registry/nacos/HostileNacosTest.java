package io.registrybridge.registry.nacos;

import static java.util.stream.Collectors.joining;

import io.registrybridge.catalog.Instance;
import io.registrybridge.registry.HostileJsonContract;
import io.registrybridge.registry.Reading;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** What a Nacos may be made to list. */
class HostileNacosTest extends HostileJsonContract {

  @Override
  protected Map<String, Object> tree(String service, Instance instance) {
    return Map.of(
        "instanceId", instance.id(),
        "ip", instance.address(),
        "port", instance.ports().get(Instance.PRIMARY),
        "weight", 1.0,
        "healthy", true,
        "enabled", true,
        "metadata", instance.metadata());
  }

  /** Nacos refuses names that are blank, and longer ones. */
  @Override
  protected boolean names(String text) {
    return super.names(text) && !text.isBlank() && text.length() <= 512;
  }

  @Override
  protected Reading readJson(SortedMap<String, List<String>> services) {
    return read(services, "64MB");
  }

  @Override
  protected Reading readLimited(SortedMap<String, List<String>> services) {
    return read(services, "100KB");
  }

  private static Reading read(SortedMap<String, List<String>> services, String limit) {
    try (var nacos = new ScriptedNacos()) {
      var names = services.keySet().stream().map(name -> quoted(name)).collect(joining(","));
      nacos.answers(
          "ServiceListRequest",
          question ->
              "{\"resultCode\":200,\"errorCode\":0,\"count\":%d,\"serviceNames\":[%s]}"
                  .formatted(services.size(), names));
      services.forEach(
          (name, all) -> nacos.has(name, ScriptedNacos.hosts(all.toArray(String[]::new))));
      var settings =
          Given.settings(
              "server=127.0.0.1",
              "grpc-port=" + nacos.port(),
              "interval=1h",
              "timeout=2m",
              "max-size=" + limit);
      try (var registry = NacosRegistries.of("cn", settings, Given.NO_BUNDLES, Clock.systemUTC())) {
        registry.refresh();
        return registry.latest().reading();
      }
    }
  }
}
