package io.registrybridge.status;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.sync.Preview;
import io.registrybridge.sync.RegistryReport;
import io.registrybridge.sync.SinkReport;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * One registry as operators see it, with what does not get through.
 *
 * @param flaws what of its answer could not be used
 * @param sinks what of it does not get into each sink, by the sink's name
 * @param listing its services, as far as they were asked for
 */
record RegistryDetail(
    String name,
    @JsonUnwrapped RegistryView figures,
    List<FlawView> flaws,
    Map<String, Obstacles> sinks,
    Listing listing)
    implements OperationResponseBody {

  static RegistryDetail of(
      RegistryReport registry,
      Collection<SinkReport> sinks,
      List<Preview> previews,
      Listing listing) {
    var obstacles = new TreeMap<String, Obstacles>();
    sinks.forEach(
        sink ->
            obstacles.put(
                sink.name(),
                Obstacles.between(
                    registry.name(), sink, resources(registry.name(), sink.name(), previews))));
    return new RegistryDetail(
        registry.name(),
        RegistryView.of(registry),
        registry.flaws().stream().map(FlawView::of).toList(),
        obstacles,
        listing);
  }

  private static Set<ResourceId> resources(String registry, String sink, List<Preview> previews) {
    return previews.stream()
        .filter(preview -> preview.sink().equals(sink))
        .map(Traces::new)
        .flatMap(traces -> traces.resources(origin -> origin.registry().equals(registry)).stream())
        .collect(Collectors.toSet());
  }
}
