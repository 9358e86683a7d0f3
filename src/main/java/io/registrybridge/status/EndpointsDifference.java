package io.registrybridge.status;

import io.registrybridge.mesh.Endpoint;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a service's endpoints differ, in the order of their addresses.
 *
 * @param changed the same places, of which something else is said
 */
record EndpointsDifference(List<Endpoint> added, List<Endpoint> removed, List<Changed> changed) {

  record Changed(Endpoint live, Endpoint desired) {}

  static EndpointsDifference between(Collection<Endpoint> live, Collection<Endpoint> desired) {
    var before = byPlace(live);
    var after = byPlace(desired);
    return new EndpointsDifference(
        without(after, before), without(before, after), changed(before, after));
  }

  private static SortedMap<String, Endpoint> byPlace(Collection<Endpoint> endpoints) {
    var places = new TreeMap<String, Endpoint>();
    endpoints.forEach(endpoint -> places.put(endpoint.place().toString(), endpoint));
    return places;
  }

  private static List<Endpoint> without(
      SortedMap<String, Endpoint> these, SortedMap<String, Endpoint> those) {
    return these.entrySet().stream()
        .filter(place -> !those.containsKey(place.getKey()))
        .map(place -> place.getValue())
        .toList();
  }

  private static List<Changed> changed(
      SortedMap<String, Endpoint> before, SortedMap<String, Endpoint> after) {
    return after.entrySet().stream()
        .flatMap(place -> changed(before.get(place.getKey()), place.getValue()))
        .toList();
  }

  private static Stream<Changed> changed(@Nullable Endpoint live, Endpoint desired) {
    return live == null || live.equals(desired)
        ? Stream.empty()
        : Stream.of(new Changed(live, desired));
  }
}
