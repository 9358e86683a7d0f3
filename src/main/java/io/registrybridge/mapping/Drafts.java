package io.registrybridge.mapping;

import io.registrybridge.book.Book;
import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.mesh.Origin;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is listed, and what each of it contributes. The next one drafts only what changed.
 *
 * @param rules by registry; what others list is left out
 * @param catalogs no two of them list the same service
 * @param drafted all that is listed
 * @param flaws of those that have any
 */
record Drafts(
    Map<String, MappingRules> rules,
    List<Catalog> catalogs,
    Book<ServiceKey, Drafted> drafted,
    Book<ServiceKey, List<Flaw>> flaws) {

  static Drafts none(Map<String, MappingRules> rules) {
    return new Drafts(rules, List.of(), Book.empty(), Book.empty());
  }

  /** The drafts when this is what is listed. */
  Drafts then(Collection<Catalog> listed) {
    var now = List.copyOf(listed);
    var nextDrafted = drafted.revise();
    var nextFlaws = flaws.revise();
    for (var key : changed(now)) {
      var next = drafted(key, now);
      nextDrafted.set(key, next);
      nextFlaws.set(key, next.map(Drafted::flaws).filter(some -> !some.isEmpty()));
    }
    return new Drafts(rules, now, nextDrafted.book(), nextFlaws.book());
  }

  /** The services that are not as they were, wherever they are listed now. */
  private Set<ServiceKey> changed(List<Catalog> now) {
    var changed = new TreeSet<ServiceKey>();
    for (var index = 0; index < Math.max(now.size(), catalogs.size()); index++) {
      var differences = services(index, now).since(services(index, catalogs));
      differences.forEach(difference -> changed.add(difference.key()));
    }
    return changed;
  }

  private static Book<ServiceKey, Service> services(int index, List<Catalog> catalogs) {
    return index < catalogs.size() ? catalogs.get(index).services() : Book.empty();
  }

  private Optional<Drafted> drafted(ServiceKey key, List<Catalog> now) {
    var known = Optional.ofNullable(drafted.get(key));
    return now.stream()
        .flatMap(catalog -> Optional.ofNullable(catalog.services().get(key)).stream())
        .findFirst()
        .flatMap(service -> drafted(service, known));
  }

  private Optional<Drafted> drafted(Service service, Optional<Drafted> known) {
    var same = known.filter(before -> before.service().equals(service));
    return same.isPresent()
        ? same
        : Optional.ofNullable(rules.get(service.key().registry()))
            .map(itsRules -> Drafted.of(service, itsRules))
            .map(now -> known.map(now::after).orElse(now));
  }

  /** The draft of a service if it is listed, wanted or not. */
  Optional<Draft> draft(Origin origin) {
    return Optional.ofNullable(drafted.get(key(origin)))
        .flatMap(
            known ->
                known
                    .draft()
                    .or(
                        () ->
                            Optional.ofNullable(rules.get(origin.registry()))
                                .map(itsRules -> Drafting.draft(known.service(), itsRules))));
  }

  static ServiceKey key(Origin origin) {
    return new ServiceKey(origin.registry(), origin.partition(), origin.service());
  }

  static Origin origin(ServiceKey key) {
    return new Origin(key.registry(), key.partition(), key.name());
  }
}
