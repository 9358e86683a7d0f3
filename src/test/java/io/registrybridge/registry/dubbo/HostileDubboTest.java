package io.registrybridge.registry.dubbo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.HostileContract;
import io.registrybridge.registry.Reading;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What names nodes of Dubbo's may be given. */
class HostileDubboTest extends HostileContract {

  @Override
  protected Reading read(SortedMap<String, List<Instance>> services) {
    var nodes = new ProviderNodes("rpc");
    var read = new ArrayList<Service>();
    var flaws = new ArrayList<Flaw>();
    var gaps = new ArrayList<Gap>();
    services.forEach(
        (name, all) -> {
          var entries = new TreeMap<String, ProviderNode>();
          all.stream()
              .map(HostileDubboTest::node)
              .forEach(one -> entries.put(one, nodes.entry(one, new byte[0])));
          var part = nodes.part(encoded(name) + "/providers", entries);
          read.addAll(part.services());
          flaws.addAll(part.flaws());
          gaps.addAll(part.unreadable().values());
        });
    return new Reading.Partial("rpc", Instant.EPOCH, Catalog.of(read, flaws), gaps, "");
  }

  private static String node(Instance instance) {
    var parameters =
        instance.metadata().entrySet().stream()
            .map(one -> "&" + one.getKey() + "=" + one.getValue())
            .collect(joining());
    var url =
        "dubbo://%s:%d/x?id=%s%s"
            .formatted(
                instance.address(),
                instance.ports().get(Instance.PRIMARY),
                instance.id(),
                parameters);
    return encoded(url);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
