package io.registrybridge.mapping;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Maps catalogs to mesh services. What it remembers of the last call only saves work: a service
 * that is the same object again is not mapped again, and gives the same mesh service. For one
 * thread.
 */
public final class Mapper {

  private record Drafted(Service service, Draft draft) {}

  private final Map<String, MappingRules> rules;
  private final StableAddresses addresses;
  private Map<ServiceKey, Drafted> drafted = Map.of();
  private Map<ResourceId, Assembly> assembled = Map.of();

  /**
   * A mapper for these registries; what others say is not mapped.
   *
   * @param rules by registry
   */
  public Mapper(Map<String, MappingRules> rules) {
    this.rules = Map.copyOf(rules);
    this.addresses = new StableAddresses(this.rules);
  }

  /**
   * Maps everything that is listed.
   *
   * @param holders the origins of what stands in the sink, by resource
   * @param standing the hosts' own addresses there, whoever's they are, by resource
   */
  public Mapped map(
      Collection<Catalog> catalogs,
      Map<ResourceId, List<Origin>> holders,
      Map<ResourceId, List<String>> standing) {
    return addresses.given(map(catalogs, holders), standing);
  }

  /**
   * Maps everything that is listed, and gives no host an address of its own.
   *
   * @param holders the origins of what stands in the sink, by resource
   */
  public Mapped map(Collection<Catalog> catalogs, Map<ResourceId, List<Origin>> holders) {
    var flaws = new ArrayList<Flaw>();
    var claims = new Claims(holders, rules);
    claims.settle(drafts(catalogs, flaws));
    flaws.addAll(claims.flaws());
    var now = new HashMap<ResourceId, Assembly>();
    var services = new ArrayList<MeshService>();
    claims
        .granted()
        .forEach(
            (id, drafts) -> {
              var assembly = assembly(id, drafts);
              now.put(id, assembly);
              services.add(assembly.service());
              flaws.addAll(assembly.flaws());
            });
    assembled = now;
    var displaced = new Displaced(now, origin -> draft(origin, catalogs)).among(holders);
    return new Mapped(
        services,
        displaced.stream().map(Assembly::service).toList(),
        Stream.concat(now.values().stream(), displaced.stream())
            .flatMap(Assembly::starved)
            .collect(Collectors.toSet()),
        flaws);
  }

  /** The draft of a service if it is listed, wanted or not. */
  private Optional<Draft> draft(Origin origin, Collection<Catalog> catalogs) {
    var key = new ServiceKey(origin.registry(), origin.partition(), origin.service());
    return Optional.ofNullable(rules.get(origin.registry()))
        .flatMap(
            itsRules ->
                catalogs.stream()
                    .flatMap(catalog -> Stream.ofNullable(catalog.services().get(key)))
                    .findFirst()
                    .map(service -> draft(service, itsRules)));
  }

  private Assembly assembly(ResourceId id, List<Draft> drafts) {
    var known = assembled.get(id);
    return known != null && known.drafts().equals(drafts) ? known : Assembly.of(id, drafts);
  }

  private List<Draft> drafts(Collection<Catalog> catalogs, List<Flaw> flaws) {
    var now = new HashMap<ServiceKey, Drafted>();
    var drafts = new ArrayList<Draft>();
    for (var catalog : catalogs) {
      for (var service : catalog.services().values()) {
        var itsRules = rules.get(service.key().registry());
        if (itsRules != null && itsRules.names().chosen(service.key().name())) {
          var draft = draft(service, itsRules);
          now.put(service.key(), new Drafted(service, draft));
          flaws.addAll(draft.flaws());
          usable(draft, drafts, flaws);
        }
      }
    }
    drafted = now;
    return drafts;
  }

  private Draft draft(Service service, MappingRules itsRules) {
    var known = drafted.get(service.key());
    return known != null && known.service().equals(service)
        ? known.draft()
        : Drafting.draft(service, itsRules);
  }

  private static void usable(Draft draft, List<Draft> drafts, List<Flaw> flaws) {
    var refused = Hosts.refused(draft.wanted().name());
    if (refused.isPresent()) {
      flaws.add(new Flaw(draft.service(), draft.wanted().name(), refused.get()));
    } else {
      drafts.add(draft);
    }
  }
}
