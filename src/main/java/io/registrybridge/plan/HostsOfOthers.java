package io.registrybridge.plan;

import io.registrybridge.book.Book;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The hosts that others claim. Looked into only if something is to be created. */
final class HostsOfOthers {

  private final Book<ResourceId, Standing> others;
  private final Map<String, String> claims;
  private @Nullable Map<String, String> byHost;

  /**
   * @param others what stands in the sink and is not the bridge's
   * @param claims the sink's other {@linkplain Actual#claims claims}
   */
  HostsOfOthers(Book<ResourceId, Standing> others, Map<String, String> claims) {
    this.others = others;
    this.claims = claims;
  }

  /** Who claims the service's host. */
  Optional<String> claiming(MeshService service) {
    var known = byHost;
    if (known == null) {
      known = byHost();
      byHost = known;
    }
    var host = service.spec().host();
    return Optional.ofNullable(known.get(key(service.id(), host)))
        .or(() -> Optional.ofNullable(claims.get(host)));
  }

  private Map<String, String> byHost() {
    var hosts = new HashMap<String, String>();
    others
        .values()
        .forEach(
            standing ->
                standing
                    .hosts()
                    .forEach(
                        host -> hosts.put(key(standing.id(), host), standing.id().toString())));
    return hosts;
  }

  private static String key(ResourceId id, String host) {
    return id.namespace() + "/" + host;
  }
}
