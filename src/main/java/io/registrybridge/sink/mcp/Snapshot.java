package io.registrybridge.sink.mcp;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Standing;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collector;

/**
 * What every istiod is told at one time: all there is, because istiod drops what an answer does not
 * hold.
 *
 * @param contents by the kind of resource
 */
record Snapshot(SortedMap<ResourceId, Encoded> resources, Map<String, Content> contents) {

  static final Snapshot EMPTY = of(new TreeMap<>());

  private static Snapshot of(SortedMap<ResourceId, Encoded> resources) {
    var contents =
        resources.values().stream()
            .collect(groupingBy(one -> one.service().id().kind().title(), toContent()));
    return new Snapshot(Collections.unmodifiableSortedMap(resources), Map.copyOf(contents));
  }

  private static Collector<Encoded, ?, Content> toContent() {
    return collectingAndThen(toList(), Content::of);
  }

  /**
   * The snapshot of what stands. What did not change is not encoded again, and what cannot be read
   * any more is served as it was.
   *
   * @param births when each resource was first served
   */
  Snapshot next(Actual actual, Map<ResourceId, Instant> births) {
    var next = new TreeMap<ResourceId, Encoded>();
    actual
        .resources()
        .forEach(
            (id, standing) ->
                encoded(standing, births.getOrDefault(id, Instant.EPOCH))
                    .ifPresent(one -> next.put(id, one)));
    return of(next);
  }

  private Optional<Encoded> encoded(Standing standing, Instant born) {
    var before = Optional.ofNullable(resources.get(standing.id()));
    var service = standing.service();
    if (service.isEmpty()) {
      return before;
    }
    return before
        .filter(one -> one.says(service.get(), standing.owner(), born))
        .or(() -> Optional.of(Encoded.of(service.get(), standing.owner(), born)));
  }

  Content of(ResourceType type) {
    return contents.getOrDefault(type.kind(), Content.NOTHING);
  }
}
