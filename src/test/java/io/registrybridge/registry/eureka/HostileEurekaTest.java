package io.registrybridge.registry.eureka;

import io.registrybridge.catalog.Instance;
import io.registrybridge.registry.HostileJsonContract;
import io.registrybridge.registry.Reading;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** What a Eureka may be made to list. */
class HostileEurekaTest extends HostileJsonContract {

  @Override
  protected Map<String, Object> tree(String service, Instance instance) {
    var tree = new HashMap<String, Object>();
    tree.put("instanceId", instance.id());
    tree.put("app", service);
    tree.put("ipAddr", instance.address());
    tree.put("vipAddress", service);
    tree.put("status", "UP");
    tree.put("port", Map.of("$", instance.ports().get(Instance.PRIMARY), "@enabled", "true"));
    tree.put("metadata", instance.metadata());
    return tree;
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
    var applications =
        services.entrySet().stream()
            .map(
                one ->
                    "{\"name\":%s,\"instance\":%s}".formatted(quoted(one.getKey()), one.getValue()))
            .toArray(String[]::new);
    try (var server = new ScriptedServer()) {
      server.lists(EurekaJson.document(1, "", applications), EurekaJson.NOTHING);
      var settings = Given.settings("urls=" + server.url(), "max-size=" + limit, "timeout=2m");
      var client = Given.client(settings);
      return new EurekaSource("shop", settings, client, Clock.systemUTC()).read();
    }
  }
}
