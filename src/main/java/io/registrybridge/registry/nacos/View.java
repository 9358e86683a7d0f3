package io.registrybridge.registry.nacos;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.Reading;
import io.registrybridge.registry.nacos.Answer.Instances;
import io.registrybridge.registry.nacos.Answer.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What is known of one Nacos registry; for one thread. */
final class View {

  private static final int NAMED = 5;
  private static final String EMPTY =
      "lists no service; if it should, see that this is the namespace's id and not its title:"
          + " Nacos says the same of one that does not exist";

  private final String registry;
  private final List<Partition> partitions;
  private final SortedMap<ServiceKey, Known> services = new TreeMap<>();

  /** Why a partition's listing is not known; partitions of which it is are not in here. */
  private final Map<String, String> unlisted = new TreeMap<>();

  private Catalog catalog = Catalog.empty();

  View(String registry, List<Partition> partitions) {
    this.registry = registry;
    this.partitions = partitions;
  }

  /** What was known is no longer certain, and nobody notifies of it. */
  void unlink() {
    services.replaceAll((key, known) -> known.unlinked());
    partitions.forEach(one -> unlisted.put(one.toString(), "was not listed yet"));
  }

  void listed(Partition partition, Set<String> names) {
    unlisted.remove(partition.toString());
    services.replaceAll(
        (key, known) ->
            key.partition().equals(partition.toString())
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

  /** Those of which the server does not notify yet, and that are due. */
  List<ServiceKey> unsubscribed(Instant now) {
    return keys(known -> !known.subscribed() && known.listed() && !known.due().isAfter(now));
  }

  /** Those that the server would notify of, or has forgotten, and that are due all the same. */
  List<ServiceKey> due(Instant now) {
    return keys(
        known -> (known.subscribed() || !known.listed()) && !known.due().isAfter(now));
  }

  /** Those of which the server notifies. */
  List<ServiceKey> subscribed(Predicate<ServiceKey> wanted) {
    return keys(known -> known.subscribed() && wanted.test(known.key()));
  }

  private List<ServiceKey> keys(Predicate<Known> wanted) {
    return services.values().stream().filter(wanted).map(Known::key).toList();
  }

  /**
   * What a service was asked for gave.
   *
   * @param due when it is to be asked for once more
   * @return whether it is gone, from its partition's listing and by its own word
   */
  boolean answered(ServiceKey key, Answer answer, Instant due) {
    if (answer instanceof Refusal refusal) {
      services.computeIfPresent(key, (one, known) -> known.failed(refusal.reason(), due));
      return false;
    }
    var now = services.get(key);
    if (now == null) {
      return false;
    }
    var known = now.answered((Instances) answer, due);
    var gone =
        known.certain()
            && !known.hasInstances()
            && !known.listed()
            && !unlisted.containsKey(key.partition());
    if (gone) {
      services.remove(key);
    } else {
      services.put(key, known);
    }
    return gone;
  }

  Reading reading(Instant at) {
    var now =
        Catalog.of(
            services.values().stream()
                .filter(Known::certain)
                .flatMap(known -> known.service().stream())
                .toList(),
            flaws().toList());
    catalog = now.equals(catalog) ? catalog : now;
    var gaps = gaps();
    return gaps.isEmpty()
        ? new Reading.Complete(registry, at, catalog)
        : new Reading.Partial(registry, at, catalog, gaps, reason());
  }

  private Stream<Flaw> flaws() {
    var listing = services.keySet().stream().map(ServiceKey::partition).distinct().toList();
    var empty =
        partitions.stream()
            .map(Partition::toString)
            .filter(one -> !listing.contains(one) && !unlisted.containsKey(one))
            .map(one -> new Flaw(new ServiceKey(registry, one, ""), one, EMPTY));
    return Stream.concat(services.values().stream().flatMap(one -> one.flaws().stream()), empty);
  }

  private List<Gap> gaps() {
    var gaps = new ArrayList<Gap>();
    partitions.stream()
        .filter(one -> unlisted.containsKey(one.toString()) || !contradictions(one).isEmpty())
        .forEach(one -> gaps.add(one.gap(registry)));
    uncertain().forEach(known -> gaps.add(new Gap.OfService(known.key())));
    return gaps;
  }

  private Stream<Known> uncertain() {
    return services.values().stream().filter(known -> !known.certain());
  }

  /** Services that have instances, though the listing of their partition leaves them out. */
  private List<String> contradictions(Partition partition) {
    return services.values().stream()
        .filter(known -> known.key().partition().equals(partition.toString()))
        .filter(known -> !known.listed() && known.certain() && known.hasInstances())
        .map(known -> known.key().name())
        .toList();
  }

  /** Why there are gaps, as a sentence. */
  String reason() {
    var listings = unlisted.entrySet().stream().map(one -> one.getKey() + " " + one.getValue());
    var left =
        partitions.stream()
            .filter(one -> !contradictions(one).isEmpty())
            .map(one -> one + " does not list " + some(contradictions(one)));
    var unread =
        uncertain().collect(groupingBy(Known::trouble, TreeMap::new, toList())).entrySet().stream()
            .map(
                one ->
                    some(one.getValue().stream().map(known -> known.key().toString()).toList())
                        + ": "
                        + one.getKey());
    return Stream.of(listings, left, unread).flatMap(all -> all).collect(joining("; "));
  }

  private static String some(List<String> names) {
    var more = names.size() - NAMED;
    return names.stream().limit(NAMED).collect(joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }
}
