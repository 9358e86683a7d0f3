package io.registrybridge.mapping;

import io.registrybridge.book.Book;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Gives hosts addresses of their own, where there are any to give. The next one looks only at what
 * changed.
 *
 * @param mapped what is called for, with its addresses
 */
record StableAddresses(Allotment allotment, Mapped mapped) {

  static StableAddresses none(Pools pools) {
    return new StableAddresses(Allotment.none(pools), Mapped.nothing());
  }

  /**
   * The addresses when this is called for.
   *
   * @param standing the addresses of what stands in the sink, by resource
   */
  StableAddresses then(Mapped bare, Book<ResourceId, List<String>> standing) {
    if (allotment.pools().dry()) {
      return new StableAddresses(allotment, bare);
    }
    var now = allotment.then(bare, standing);
    var touched = touched(now);
    return new StableAddresses(
        now,
        new Mapped(
            addressed(mapped.services(), bare.services(), touched, now),
            addressed(mapped.displaced(), bare.displaced(), touched, now),
            bare.starved(),
            flaws(now)));
  }

  private Set<ResourceId> touched(Allotment now) {
    var ids = new HashSet<ResourceId>();
    now.of().services().since(allotment.of().services()).forEach(one -> ids.add(one.key()));
    now.of().displaced().since(allotment.of().displaced()).forEach(one -> ids.add(one.key()));
    now.kept().since(allotment.kept()).forEach(one -> ids.add(one.key()));
    now.given().since(allotment.given()).forEach(one -> ids.add(one.key()));
    return ids;
  }

  private static Book<ResourceId, MeshService> addressed(
      Book<ResourceId, MeshService> before,
      Book<ResourceId, MeshService> bare,
      Set<ResourceId> touched,
      Allotment allotment) {
    var now = before.revise();
    for (var id : touched) {
      var service = Optional.ofNullable(bare.get(id));
      now.set(id, service.map(one -> one.with(one.spec().withAddresses(allotment.addresses(id)))));
    }
    return now.book();
  }

  private List<Flaw> flaws(Allotment now) {
    if (now.of().flaws().equals(allotment.of().flaws())
        && now.leftOver().equals(allotment.leftOver())) {
      return mapped.flaws();
    }
    return Stream.concat(
            now.of().flaws().stream(), now.leftOver().stream().map(one -> flaw(one, now.pools())))
        .toList();
  }

  private static Flaw flaw(MeshService service, Pools pools) {
    var origin = service.origins().get(0);
    return new Flaw(
        new ServiceKey(origin.registry(), origin.partition(), origin.service()),
        service.id().name(),
        "it gets no address of its own: all of vip-cidr %s are taken"
            .formatted(pools.of(service).map(AddressPool::toString).orElse("")));
  }
}
