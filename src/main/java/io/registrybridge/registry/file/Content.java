package io.registrybridge.registry.file;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.Reading;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a file says.
 *
 * @param unreadable the services it lists without a readable instance, though it gives some
 * @param adrift whether of one of those not even the partition can be told
 */
record Content(Catalog catalog, List<ServiceKey> unreadable, boolean adrift) {

  Content {
    unreadable = unreadable.stream().sorted().toList();
  }

  /** The same, with the former object for each service that did not change. */
  Content keeping(Catalog before) {
    var now = before.then(catalog.services().values(), catalog.flaws());
    return new Content(now, unreadable, adrift);
  }

  Reading reading(String registry, Instant at) {
    if (unreadable.isEmpty()) {
      return new Reading.Complete(registry, at, catalog);
    }
    List<Gap> gaps = adrift ? List.of(new Gap.OfAnything(registry)) : gaps();
    var names = unreadable.stream().map(ServiceKey::name).collect(Collectors.joining(", "));
    return new Reading.Partial(registry, at, catalog, gaps, "no instance can be read of " + names);
  }

  private List<Gap> gaps() {
    return unreadable.stream().<Gap>map(Gap.OfService::new).toList();
  }
}
