package io.registrybridge.plan;

import io.registrybridge.mesh.ResourceId;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Everything that stands in a sink, others' resources included as far as they are visible. */
public record Actual(SortedMap<ResourceId, Standing> resources) {

  public Actual {
    resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
  }

  public static Actual of(Collection<Standing> standing) {
    var byId = new TreeMap<ResourceId, Standing>();
    standing.forEach(one -> byId.put(one.id(), one));
    return new Actual(byId);
  }

  /** What stands there and is the bridge's, what it inherits included. */
  public Stream<Standing> own(Rules rules) {
    return resources.values().stream().filter(rules::own);
  }
}
