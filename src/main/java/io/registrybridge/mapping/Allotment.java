package io.registrybridge.mapping;

import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Decides which host has which address.
 *
 * <p>Whoever has one in the sink keeps it. Anybody else gets the one that its name leads to, which
 * is the same for every bridge; of several that are led to one the first in order has it, and the
 * others are led on.
 */
final class Allotment {

  private final Map<ResourceId, List<String>> standing;
  private final Function<MeshService, Optional<AddressPool>> pools;
  private final Map<String, ResourceId> taken = new HashMap<>();
  private final Map<ResourceId, String> given = new HashMap<>();
  private final List<MeshService> leftOver = new ArrayList<>();

  /**
   * No address is given yet.
   *
   * @param standing the addresses of what stands in the sink
   * @param pools where the addresses of a service come from, if it is to have any
   */
  Allotment(
      Map<ResourceId, List<String>> standing,
      Function<MeshService, Optional<AddressPool>> pools) {
    this.standing = standing;
    this.pools = pools;
    new TreeMap<>(standing)
        .forEach((id, addresses) -> addresses.forEach(one -> taken.putIfAbsent(one, id)));
  }

  /** Gives each of these an address; equal ids are one. */
  void settle(Collection<MeshService> services) {
    var newcomers = new LinkedHashMap<MeshService, AddressPool>();
    for (var service : byId(services).values()) {
      pools.apply(service).ifPresent(pool -> keep(service, pool, newcomers));
    }
    newcomers.forEach(this::give);
  }

  private static Map<ResourceId, MeshService> byId(Collection<MeshService> services) {
    var byId = new TreeMap<ResourceId, MeshService>();
    services.forEach(service -> byId.putIfAbsent(service.id(), service));
    return byId;
  }

  private void keep(
      MeshService service, AddressPool pool, Map<MeshService, AddressPool> newcomers) {
    var own =
        standing.getOrDefault(service.id(), List.of()).stream()
            .filter(address -> service.id().equals(taken.get(address)) && pool.contains(address))
            .findFirst();
    if (own.isPresent()) {
      given.put(service.id(), own.get());
    } else if (standing.containsKey(service.id()) || !service.spec().endpoints().isEmpty()) {
      newcomers.put(service, pool); // nothing else will ever stand
    }
  }

  private void give(MeshService service, AddressPool pool) {
    var address = pool.address(service.spec().host(), taken::containsKey, taken.size());
    address.ifPresentOrElse(
        free -> {
          taken.put(free, service.id());
          given.put(service.id(), free);
        },
        () -> leftOver.add(service));
  }

  /** What the resource has; none if it is to have none, or there are none left. */
  List<String> addresses(ResourceId id) {
    return Optional.ofNullable(given.get(id)).stream().toList();
  }

  /** Those for whom no address was left. */
  List<MeshService> leftOver() {
    return leftOver;
  }
}
