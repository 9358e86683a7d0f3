package io.registrybridge.registry.nacos;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.Names;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is not certain of one registry, or remarkable, as the operator is told.
 *
 * @param services all that is known
 * @param unlisted why a partition's listing is not known; partitions of which it is are not in here
 */
record Findings(
    String registry,
    List<Partition> partitions,
    Collection<Known> services,
    Map<String, String> unlisted) {

  private static final String EMPTY =
      "lists no service; if it should, see that this is the namespace's id and not its title:"
          + " Nacos says the same of one that does not exist";

  List<Flaw> flaws() {
    var inUse = services.stream().map(known -> known.key().partition()).distinct().toList();
    var empty =
        partitions.stream()
            .map(Partition::toString)
            .filter(one -> !inUse.contains(one) && !unlisted.containsKey(one))
            .map(one -> new Flaw(new ServiceKey(registry, one, ""), one, EMPTY));
    return Stream.concat(services.stream().flatMap(known -> known.flaws().stream()), empty)
        .toList();
  }

  List<Gap> gaps() {
    return Stream.concat(
            partitions.stream()
                .filter(one -> unlisted.containsKey(one.toString()) || !leftOut(one).isEmpty())
                .map(one -> one.gap(registry)),
            uncertain().map(known -> new Gap.OfService(known.key())))
        .toList();
  }

  private Stream<Known> uncertain() {
    return services.stream().filter(known -> !known.certain());
  }

  /** Services that have instances, though the listing of their partition is without them. */
  private List<String> leftOut(Partition partition) {
    return services.stream()
        .filter(known -> !known.listed() && known.certain() && known.hasInstances())
        .map(Known::key)
        .filter(key -> key.partition().equals(partition.toString()))
        .map(ServiceKey::name)
        .toList();
  }

  /** Why there are gaps, as a sentence. */
  String reason() {
    return Stream.of(unlistedPartitions(), shortListings(), unreadServices())
        .flatMap(all -> all)
        .collect(joining("; "));
  }

  private Stream<String> unlistedPartitions() {
    return unlisted.entrySet().stream().map(one -> one.getKey() + " " + one.getValue());
  }

  private Stream<String> shortListings() {
    return partitions.stream()
        .filter(one -> !leftOut(one).isEmpty())
        .map(one -> one + " does not list " + Names.in(leftOut(one)));
  }

  private Stream<String> unreadServices() {
    return uncertain()
        .collect(groupingBy(Known::trouble, TreeMap::new, toList()))
        .entrySet()
        .stream()
        .map(alike -> Names.in(names(alike.getValue())) + ": " + alike.getKey());
  }

  private static List<String> names(List<Known> services) {
    return services.stream().map(known -> known.key().toString()).toList();
  }
}
