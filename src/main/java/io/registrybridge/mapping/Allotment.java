package io.registrybridge.mapping;

import io.registrybridge.book.Book;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which host has which address. The next one looks again only at hosts of which something changed,
 * and gives anew what newcomers get.
 *
 * <p>Whoever has one in the sink keeps it. Anybody else gets the one that its name leads to, which
 * is the same for every bridge; of several that are led to one the first in order has it, and the
 * others are led on.
 *
 * @param of whose hosts they are
 * @param standing the addresses of what stands in the sink
 * @param kept what hosts have and keep
 * @param newcomers who has none that it may keep
 * @param given what they get
 * @param leftOver those of them for whom no address is left
 */
record Allotment(
    Pools pools,
    Mapped of,
    Possessions<String> standing,
    Book<ResourceId, String> kept,
    Book<ResourceId, MeshService> newcomers,
    Book<ResourceId, String> given,
    List<MeshService> leftOver) {

  static Allotment none(Pools pools) {
    return new Allotment(
        pools,
        Mapped.nothing(),
        Possessions.none(),
        Book.empty(),
        Book.empty(),
        Book.empty(),
        List.of());
  }

  Allotment then(Mapped mapped, Book<ResourceId, List<String>> nowStanding) {
    var now = standing.then(nowStanding);
    var nowKept = kept.revise();
    var nowNewcomers = newcomers.revise();
    for (var id : touched(mapped, now)) {
      var service = service(id, mapped).filter(one -> pools.of(one).isPresent());
      var own = service.flatMap(one -> own(one, now));
      nowKept.set(id, own);
      nowNewcomers.set(id, service.filter(one -> own.isEmpty() && mayStand(one, now)));
    }
    return new Allotment(pools, mapped, now, nowKept.book(), nowNewcomers.book(), given, leftOver)
        .withNewcomers();
  }

  private Set<ResourceId> touched(Mapped mapped, Possessions<String> now) {
    var ids = new HashSet<ResourceId>();
    mapped.services().since(of.services()).forEach(one -> ids.add(one.key()));
    mapped.displaced().since(of.displaced()).forEach(one -> ids.add(one.key()));
    now.owners().since(standing.owners()).forEach(one -> ids.add(one.key()));
    for (var address : now.things().since(standing.things())) {
      address.before().ifPresent(ids::addAll);
      address.now().ifPresent(ids::addAll);
    }
    return ids;
  }

  private static Optional<MeshService> service(ResourceId id, Mapped mapped) {
    return Optional.ofNullable(mapped.services().get(id))
        .or(() -> Optional.ofNullable(mapped.displaced().get(id)));
  }

  /** Of two that stand with one address the first one keeps it. */
  private Optional<String> own(MeshService service, Possessions<String> now) {
    var pool = pools.of(service);
    return now.of(service.id()).stream()
        .filter(address -> now.owners(address).get(0).equals(service.id()))
        .filter(address -> pool.filter(one -> one.contains(address)).isPresent())
        .findFirst();
  }

  private static boolean mayStand(MeshService service, Possessions<String> now) {
    return now.owners().containsKey(service.id()) || !service.spec().endpoints().isEmpty();
  }

  private Allotment withNewcomers() {
    var taken = new TreeSet<String>();
    var nowGiven = new TreeMap<ResourceId, String>();
    var without = new ArrayList<MeshService>();
    for (var service : newcomers.values()) {
      address(service, taken)
          .ifPresentOrElse(
              free -> {
                taken.add(free);
                nowGiven.put(service.id(), free);
              },
              () -> without.add(service));
    }
    return new Allotment(
        pools, of, standing, kept, newcomers, Book.copyOf(nowGiven), List.copyOf(without));
  }

  private Optional<String> address(MeshService service, Set<String> taken) {
    var count = taken.size() + standing.things().size();
    return pools
        .of(service)
        .flatMap(
            pool ->
                pool.address(
                    service.spec().host(),
                    one -> taken.contains(one) || standing.things().containsKey(one),
                    count));
  }

  /** What the resource has; none if it is to have none, or there are none left. */
  List<String> addresses(ResourceId id) {
    return Optional.ofNullable(kept.get(id)).or(() -> Optional.ofNullable(given.get(id))).stream()
        .toList();
  }
}
