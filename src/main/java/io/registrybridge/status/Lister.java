package io.registrybridge.status;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.mesh.Origin;
import io.registrybridge.status.Fates.OfService;
import io.registrybridge.sync.RegistryReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Lists the services of one registry, with those that it no longer lists and that still stand. */
final class Lister {

  private final String registry;
  private final Catalog catalog;
  private final Map<Origin, OfService> fates;
  private final OfService others;
  private final Map<ServiceKey, Long> flaws;

  Lister(RegistryReport registry, Catalog catalog, Fates fates) {
    this.registry = registry.name();
    this.catalog = catalog;
    this.fates = fates.of(registry.name());
    this.others = new OfService(new TreeSet<>(), fates.ofOthers());
    this.flaws =
        registry.flaws().stream()
            .collect(Collectors.groupingBy(Flaw::service, Collectors.counting()));
  }

  Listing list(Search search) {
    var found =
        keys().stream()
            .filter(key -> !search.troubled() || troubled(key))
            .filter(key -> search.finds(key.name(), key.partition(), fate(key).hosts()))
            .toList();
    return new Listing(found.size(), found.stream().limit(search.limit()).map(this::view).toList());
  }

  private SortedSet<ServiceKey> keys() {
    var keys = new TreeSet<>(catalog.services().keySet());
    fates
        .keySet()
        .forEach(one -> keys.add(new ServiceKey(registry, one.partition(), one.service())));
    keys.addAll(flaws.keySet());
    return keys;
  }

  private boolean troubled(ServiceKey key) {
    return flaws.containsKey(key) || fate(key).worst().troubled();
  }

  private OfService fate(ServiceKey key) {
    return fates.getOrDefault(new Origin(registry, key.partition(), key.name()), others);
  }

  private ServiceView view(ServiceKey key) {
    var listed = Optional.ofNullable(catalog.services().get(key));
    var instances = listed.map(Service::instances).orElse(List.of());
    return new ServiceView(
        key.name(),
        key.partition(),
        listed.isPresent(),
        instances.size(),
        (int) instances.stream().map(Instance::status).filter(Status.UP::equals).count(),
        fate(key).hosts(),
        Spelling.of(fate(key).worst()),
        flaws.getOrDefault(key, 0L).intValue());
  }
}
