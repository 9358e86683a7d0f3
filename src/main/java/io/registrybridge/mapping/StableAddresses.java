package io.registrybridge.mapping;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Gives hosts addresses of their own, where the rules have any to give. What it remembers only saves
 * work. For one thread.
 */
final class StableAddresses {

  /** A service without and with its addresses. */
  private record Given(MeshService bare, List<String> addresses, MeshService addressed) {

    static Given of(MeshService bare, List<String> addresses) {
      return new Given(bare, addresses, bare.with(bare.spec().withAddresses(addresses)));
    }

    boolean is(MeshService service, List<String> its) {
      return bare.equals(service) && addresses.equals(its);
    }
  }

  private final Map<String, MappingRules> rules;
  private Map<ResourceId, Given> known = Map.of();

  /**
   * @param rules by registry
   */
  StableAddresses(Map<String, MappingRules> rules) {
    this.rules = rules;
  }

  /**
   * The same with addresses.
   *
   * @param standing the addresses of what stands in the sink, by resource
   */
  Mapped given(Mapped mapped, Map<ResourceId, List<String>> standing) {
    if (rules.values().stream().allMatch(one -> one.vips().isEmpty())) {
      return mapped;
    }
    var allotment = new Allotment(standing, this::pool);
    allotment.settle(
        Stream.concat(mapped.services().stream(), mapped.displaced().stream()).toList());
    var flaws = Stream.concat(mapped.flaws().stream(), flaws(allotment.leftOver())).toList();
    return new Mapped(
        services(mapped.services(), allotment),
        displaced(mapped.displaced(), allotment),
        mapped.starved(),
        flaws);
  }

  /** Where registries' rules differ the first one's hold, as they do for all else. */
  private Optional<AddressPool> pool(MeshService service) {
    return Optional.ofNullable(rules.get(service.origins().get(0).registry()))
        .flatMap(MappingRules::vips);
  }

  private List<MeshService> services(Collection<MeshService> services, Allotment allotment) {
    var now = new HashMap<ResourceId, Given>();
    var addressed = new ArrayList<MeshService>();
    for (var service : services) {
      var given = given(service, allotment.addresses(service.id()));
      now.put(service.id(), given);
      addressed.add(given.addressed());
    }
    known = now;
    return addressed;
  }

  private Given given(MeshService service, List<String> addresses) {
    return Optional.ofNullable(known.get(service.id()))
        .filter(before -> before.is(service, addresses))
        .orElseGet(() -> Given.of(service, addresses));
  }

  private static List<MeshService> displaced(
      Collection<MeshService> services, Allotment allotment) {
    return services.stream()
        .map(service -> Given.of(service, allotment.addresses(service.id())).addressed())
        .toList();
  }

  private Stream<Flaw> flaws(Collection<MeshService> leftOver) {
    return leftOver.stream().map(this::flaw);
  }

  private Flaw flaw(MeshService service) {
    var origin = service.origins().get(0);
    return new Flaw(
        new ServiceKey(origin.registry(), origin.partition(), origin.service()),
        service.id().name(),
        "it gets no address of its own: all of vip-cidr %s are taken"
            .formatted(pool(service).map(AddressPool::toString).orElse("")));
  }
}
