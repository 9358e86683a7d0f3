package io.registrybridge.sink.mcp;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.registrybridge.mesh.Kind;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Standing;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What every istiod is told at one time: all there is, because istiod drops what an answer does not
 * hold.
 *
 * @param contents by the kind of resource
 */
record Snapshot(SortedMap<ResourceId, Served> services, Map<String, Content> contents) {

  static final Snapshot EMPTY = of(new TreeMap<>());

  private static Snapshot of(SortedMap<ResourceId, Served> services) {
    var contents =
        services.values().stream()
            .flatMap(one -> one.objects().values().stream())
            .collect(
                groupingBy(
                    one -> one.service().id().kind().title(),
                    collectingAndThen(toList(), Content::of)));
    return new Snapshot(Collections.unmodifiableSortedMap(services), Map.copyOf(contents));
  }

  /**
   * The snapshot of what stands. What did not change is not encoded again, and what cannot be read
   * any more is served as it was.
   *
   * @param births when each service was first served
   */
  Snapshot next(Actual actual, Map<ResourceId, Instant> births) {
    var next = new TreeMap<ResourceId, Served>();
    actual
        .resources()
        .forEach(
            (id, standing) ->
                served(standing, births.getOrDefault(id, Instant.EPOCH))
                    .ifPresent(one -> next.put(id, one)));
    return of(next);
  }

  private Optional<Served> served(Standing standing, Instant born) {
    var before = Optional.ofNullable(services.get(standing.id()));
    return standing
        .service()
        .map(service -> Served.of(before, service, standing.owner(), born))
        .or(() -> before);
  }

  Content of(ResourceType type) {
    return of(type.kind());
  }

  Content workloads() {
    return of(Kind.WORKLOAD_ENTRY.title());
  }

  private Content of(String kind) {
    return contents.getOrDefault(kind, Content.NOTHING);
  }
}
