package io.registrybridge.plan;

import io.registrybridge.book.Book;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The hosts that resources of others claim. Looked into only if something is to be created. */
final class HostsOfOthers {

  private final Book<ResourceId, Standing> others;
  private @Nullable Map<String, Standing> byHost;

  HostsOfOthers(Book<ResourceId, Standing> others) {
    this.others = others;
  }

  /** What claims the service's host in its namespace. */
  Optional<Standing> claiming(MeshService service) {
    var known = byHost;
    if (known == null) {
      known = byHost();
      byHost = known;
    }
    return Optional.ofNullable(known.get(key(service.id(), service.spec().host())));
  }

  private Map<String, Standing> byHost() {
    var hosts = new HashMap<String, Standing>();
    others
        .values()
        .forEach(
            standing ->
                standing.hosts().forEach(host -> hosts.put(key(standing.id(), host), standing)));
    return hosts;
  }

  private static String key(ResourceId id, String host) {
    return id.namespace() + "/" + host;
  }
}
