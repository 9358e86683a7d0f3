package io.registrybridge.registry.consul;

import static io.registrybridge.registry.consul.ScriptedConsul.SERVICES;
import static io.registrybridge.registry.consul.ScriptedConsul.health;
import static java.util.stream.Collectors.joining;

import io.registrybridge.catalog.Instance;
import io.registrybridge.registry.HostileJsonContract;
import io.registrybridge.registry.Reading;
import io.registrybridge.registry.consul.ScriptedConsul.Lie;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** What a Consul may be made to list. */
class HostileConsulTest extends HostileJsonContract {

  @Override
  protected Map<String, Object> tree(String service, Instance instance) {
    return Map.of(
        "Node", Map.of("Node", "n1", "Address", "10.1.0.1"),
        "Checks", List.of(),
        "Service",
            Map.of(
                "Service", service,
                "ID", instance.id(),
                "Address", instance.address(),
                "Port", instance.ports().get(Instance.PRIMARY),
                "Meta", instance.metadata()));
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
    try (var consul = new ScriptedConsul()) {
      var names =
          services.keySet().stream().map(name -> quoted(name) + ":[]").collect(joining(","));
      consul.lies(SERVICES, Lie.of(200, "{" + names + "}"));
      consul.lies(SERVICES + "?consistent", Lie.of(200, "{" + names + "}"));
      services.forEach((name, all) -> consul.lies(health(name), Lie.of(200, String.valueOf(all))));
      try (var registry =
          Given.registry("url=" + consul.url(), "max-size=" + limit, "timeout=2m")) {
        registry.start(() -> {});
        registry.refresh();
        return registry.latest().reading();
      }
    }
  }
}
