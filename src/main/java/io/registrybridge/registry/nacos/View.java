package io.registrybridge.registry.nacos;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.Reading;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What is known of one Nacos registry; for one thread. */
final class View {

  private final String registry;
  private final List<Partition> partitions;
  private final SortedMap<ServiceKey, Known> services = new TreeMap<>();

  /** Why a partition's listing is not known; partitions of which it is are not in here. */
  private final Map<String, String> unlisted = new TreeMap<>();

  /** What each partition's listing was, as long as that is known. */
  private final Map<Partition, Set<String>> listings = new HashMap<>();

  private Catalog catalog = Catalog.empty();

  View(String registry, List<Partition> partitions) {
    this.registry = registry;
    this.partitions = partitions;
  }

  /** What was known is no longer certain, and nobody notifies of it. */
  void unlink() {
    services.replaceAll((key, known) -> known.unlinked());
    listings.clear();
    partitions.forEach(one -> unlisted.put(one.toString(), "was not listed yet"));
  }

  /** A listing that tells all; the same one again, as nearly all are, costs next to nothing. */
  void listed(Partition partition, Set<String> names) {
    if (names.equals(listings.get(partition))) {
      return;
    }
    listings.put(partition, Set.copyOf(names));
    var partitionName = partition.toString();
    unlisted.remove(partitionName);
    services.replaceAll(
        (key, known) ->
            key.partition().equals(partitionName)
                ? known.listed(names.contains(key.name()))
                : known);
    add(partition, names);
  }

  /**
   * A listing that says nothing of what is not in it.
   *
   * @param names that stand in it all the same
   */
  void notListed(Partition partition, Set<String> names, String reason) {
    unlisted.put(partition.toString(), reason);
    listings.remove(partition);
    add(partition, names);
  }

  private void add(Partition partition, Set<String> names) {
    names.stream()
        .map(name -> partition.key(registry, name))
        .forEach(key -> services.computeIfAbsent(key, Known::of));
  }

  /** Whether nothing at all is known. */
  boolean blind() {
    return unlisted.size() == partitions.size()
        && services.values().stream().noneMatch(Known::certain);
  }

  /** Those of which the server does not notify yet, and should, and that are due. */
  List<ServiceKey> unsubscribed(Instant now) {
    return keys(known -> known.unsubscribed() && !known.due().isAfter(now));
  }

  /** Those that the server notifies of, need not, or has forgotten, and that are due. */
  List<ServiceKey> due(Instant now) {
    return keys(known -> !known.unsubscribed() && !known.due().isAfter(now));
  }

  /** From now on the server notifies of this one. */
  void notified(ServiceKey key) {
    services.computeIfPresent(key, (same, known) -> known.notified());
  }

  /** Those of which the server notifies. */
  List<ServiceKey> subscribed(Predicate<ServiceKey> wanted) {
    return keys(known -> known.subscribed() && wanted.test(known.key()));
  }

  private List<ServiceKey> keys(Predicate<Known> wanted) {
    return services.values().stream().filter(wanted).map(Known::key).toList();
  }

  /**
   * What came of asking for a service.
   *
   * @param due when it is to be asked for once more
   * @return whether nobody wants to be notified of it any more: it is gone, or was never known
   */
  boolean answered(ServiceKey key, Answer answer, Instant due) {
    var before = services.get(key);
    if (before == null) {
      return true;
    }
    var now = before.answered(answer, due);
    if (gone(now)) {
      services.remove(key);
      return true;
    }
    services.put(key, now);
    return false;
  }

  /** From its partition's listing, and by its own word. */
  private boolean gone(Known known) {
    return known.certain()
        && !known.hasInstances()
        && !known.listed()
        && !unlisted.containsKey(known.key().partition());
  }

  Reading reading(Instant at) {
    var findings = findings();
    var certain = services.values().stream().filter(Known::certain);
    catalog =
        catalog.then(certain.flatMap(known -> known.service().stream()).toList(), findings.flaws());
    var gaps = findings.gaps();
    return gaps.isEmpty()
        ? new Reading.Complete(registry, at, catalog)
        : new Reading.Partial(registry, at, catalog, gaps, findings.reason());
  }

  /** Why there are gaps, as a sentence. */
  String reason() {
    return findings().reason();
  }

  private Findings findings() {
    return new Findings(registry, partitions, services.values(), unlisted);
  }
}
