package io.registrybridge.registry.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.HostileJsonContract;
import io.registrybridge.registry.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What nodes of ZooKeeper may be made to hold. */
class HostileZookeeperTest extends HostileJsonContract {

  @Override
  protected Map<String, Object> tree(String service, Instance instance) {
    return Map.of(
        "name", service,
        "id", instance.id(),
        "address", instance.address(),
        "port", instance.ports().get(Instance.PRIMARY),
        "payload", Map.of("metadata", instance.metadata()));
  }

  @Override
  protected Reading readJson(SortedMap<String, List<String>> services) {
    var nodes = new ServiceNodes("legacy");
    var read = new ArrayList<Service>();
    var flaws = new ArrayList<Flaw>();
    var gaps = new ArrayList<Gap>();
    services.forEach(
        (name, all) -> {
          var entries = new TreeMap<String, Registration>();
          for (var json : all) {
            var id = "node-" + entries.size();
            entries.put(id, nodes.entry(id, json.getBytes(UTF_8)));
          }
          var part = nodes.part(name, entries);
          read.addAll(part.services());
          flaws.addAll(part.flaws());
          gaps.addAll(part.unreadable().values());
        });
    return new Reading.Partial("legacy", Instant.EPOCH, Catalog.of(read, flaws), gaps, "");
  }

  /** There is no answer about more than one node. */
  @Override
  protected void anAnswerBeyondTheLimitIsAGapWithItsReason() {}

  @Override
  protected Reading readLimited(SortedMap<String, List<String>> services) {
    return readJson(services);
  }
}
