package io.registrybridge.status;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.mesh.Origin;
import io.registrybridge.status.Explanation.InPartition;
import io.registrybridge.status.Explanation.InSink;
import io.registrybridge.sync.Preview;
import io.registrybridge.sync.Report;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Follows the services of one registry from what it says to what stands in the sinks. */
record Explainer(String registry, Report report, Catalog catalog, List<Preview> previews) {

  /**
   * The service from end to end.
   *
   * @param partition which of the registry's partitions to look in
   * @return empty if neither the registry nor a sink knows of such a service
   */
  Optional<Explanation> explain(String service, Predicate<String> partition) {
    var partitions =
        keys(service).stream()
            .filter(key -> partition.test(key.partition()))
            .map(this::inPartition)
            .toList();
    return partitions.isEmpty()
        ? Optional.empty()
        : Optional.of(new Explanation(registry, service, partitions));
  }

  /** What is held of a service that its registry no longer lists is to be found all the same. */
  private SortedSet<ServiceKey> keys(String service) {
    var keys = new TreeSet<ServiceKey>();
    Stream.of(catalog.services().keySet().stream(), flaws().map(Flaw::service), traced())
        .flatMap(found -> found)
        .filter(key -> key.registry().equals(registry) && key.name().equals(service))
        .forEach(keys::add);
    return keys;
  }

  private Stream<ServiceKey> traced() {
    return previews.stream()
        .flatMap(preview -> new Traces(preview).origins())
        .map(origin -> new ServiceKey(origin.registry(), origin.partition(), origin.service()));
  }

  private Stream<Flaw> flaws() {
    var told = Optional.ofNullable(report.registries().get(registry));
    var mapped = previews.stream().flatMap(preview -> preview.flaws().stream());
    return Stream.of(
            told.stream().flatMap(one -> one.flaws().stream()), catalog.flaws().stream(), mapped)
        .flatMap(flaws -> flaws);
  }

  private InPartition inPartition(ServiceKey key) {
    var listed = Optional.ofNullable(catalog.services().get(key));
    return new InPartition(
        key.partition(),
        listed.isPresent(),
        instances(listed).stream().map(InstanceView::of).toList(),
        flaws()
            .filter(flaw -> flaw.service().equals(key))
            .distinct()
            .sorted()
            .map(FlawView::of)
            .toList(),
        sinks(new Origin(key.registry(), key.partition(), key.name())));
  }

  private static List<Instance> instances(Optional<Service> listed) {
    return listed.map(Service::instances).orElse(List.of());
  }

  private SortedMap<String, InSink> sinks(Origin origin) {
    var sinks = new TreeMap<String, InSink>();
    previews.forEach(
        preview ->
            sinks.put(
                preview.sink(),
                new ResourceExplainer(
                        preview, Optional.ofNullable(report.sinks().get(preview.sink())))
                    .explain(origin)));
    return sinks;
  }
}
