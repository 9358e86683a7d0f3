package io.registrybridge.plan;

import io.registrybridge.book.Book;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that stands in a sink, others' resources included as far as they are visible.
 *
 * @param claims hosts that are somebody else's for another reason than that such a resource claims
 *     it, and who that is
 */
public record Actual(Book<ResourceId, Standing> resources, Map<String, String> claims) {

  public Actual {
    claims = Map.copyOf(claims);
  }

  public Actual(Book<ResourceId, Standing> resources) {
    this(resources, Map.of());
  }

  public static Actual of(Collection<Standing> standing) {
    var byId = Book.<ResourceId, Standing>empty().revise();
    standing.forEach(one -> byId.put(one.id(), one));
    return new Actual(byId.book());
  }

  /** What stands there as a service, if the bridge may change it. */
  public Optional<MeshService> service(ResourceId id, Rules rules) {
    return Optional.ofNullable(resources.get(id)).filter(rules::own).flatMap(Standing::service);
  }

  /** What stands there and is the bridge's, what it inherits included. */
  public Stream<Standing> own(Rules rules) {
    return resources.values().stream().filter(rules::own);
  }
}
