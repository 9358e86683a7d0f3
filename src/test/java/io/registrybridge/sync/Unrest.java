package io.registrybridge.sync;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Gap;
import io.registrybridge.plan.Plan;
import io.registrybridge.plan.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Registries and a sink in which things happen that never should, by chance. */
final class Unrest {

  private static final List<String> REGISTRIES = List.of("core", "shop");
  private static final List<String> PARTITIONS = List.of("", "", "dc1");

  /** Some give one host under any pattern, some are one service, and one is never written. */
  private static final List<String> NAMES =
      List.of("orders", "ORDERS", "or.ders", "or-ders", "OR_DERS", "stock", "pay", "bad", "xa");

  private final Random random;
  private final SortedMap<ServiceKey, Service> listed = new TreeMap<>();
  private final SortedMap<ResourceId, Standing> standing = new TreeMap<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final List<String> silent = new ArrayList<>();
  private int version;
  Instant now = Instant.parse("2026-01-01T00:00:00Z");

  Unrest(Random random) {
    this.random = random;
  }

  Actual actual() {
    return Actual.of(standing.values());
  }

  List<Catalog> catalogs() {
    return REGISTRIES.stream().map(this::catalog).toList();
  }

  Catalog catalog(String registry) {
    return silent.contains(registry)
        ? Catalog.empty()
        : Catalog.of(
            listed.values().stream().filter(one -> one.key().registry().equals(registry)).toList(),
            List.of());
  }

  List<Gap> gaps() {
    var all = new ArrayList<>(gaps);
    silent.forEach(one -> all.add(Gap.over(one, one + " does not answer", Optional.empty())));
    return all;
  }

  void somethingHappens() {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> list(key());
      case 3 -> any(new ArrayList<>(listed.keySet())).ifPresent(key -> listed.remove(key));
      case 4 -> any(new ArrayList<>(listed.keySet())).ifPresent(this::list);
      case 5 -> registriesMisbehave();
      case 6 -> any(new ArrayList<>(standing.values())).ifPresent(this::meddle);
      default -> now = now.plus(Duration.ofSeconds(random.nextInt(90)));
    }
  }

  private ServiceKey key() {
    var host = any(new ArrayList<>(standing.keySet()));
    var label = host.map(id -> id.name().substring(0, id.name().indexOf('.')));
    var name = random.nextInt(5) == 0 ? label.orElse("first") : pick(NAMES);
    return new ServiceKey(pick(REGISTRIES), pick(PARTITIONS), name);
  }

  private void list(ServiceKey key) {
    var instances =
        IntStream.range(0, random.nextInt(4)).mapToObj(number -> instance(number)).toList();
    listed.put(key, Service.of(key, instances));
  }

  private Instance instance(int number) {
    var address =
        random.nextInt(4) == 0 ? "host-" + random.nextInt(3) : "10.0.0." + random.nextInt(5);
    var ports = new TreeMap<>(Map.of(pick(List.of("primary", "primary", "dubbo")), 8080));
    return new Instance(
        "i" + number,
        address,
        ports,
        pick(List.of(Status.UP, Status.UP, Status.UP, Status.OUT, Status.FAILED)),
        random.nextInt(6) == 0 ? 0 : 1,
        "",
        metadata());
  }

  private SortedMap<String, String> metadata() {
    var metadata = new TreeMap<String, String>();
    switch (random.nextInt(6)) {
      case 0 -> metadata.put("host", pick(List.of("or-ders.mesh", "wish.mesh", "localhost")));
      case 1 -> metadata.put("namespace", pick(List.of("mesh", "other", "nowhere")));
      case 2 -> metadata.put("canary", "yes");
      default -> {
        // it says nothing
      }
    }
    return metadata;
  }

  private void registriesMisbehave() {
    var registry = pick(REGISTRIES);
    switch (random.nextInt(4)) {
      case 0 -> silent.add(registry);
      case 1 -> silent.clear();
      case 2 -> gaps.add(gap(registry));
      default -> gaps.clear();
    }
  }

  private Gap gap(String registry) {
    var key = key();
    return new Gap(
        registry,
        Optional.of(key.partition()),
        random.nextBoolean() ? Optional.of(key.name()) : Optional.empty(),
        Optional.empty(),
        "half an answer",
        Optional.empty());
  }

  private void meddle(Standing one) {
    switch (random.nextInt(8)) {
      case 0, 1 -> standing.remove(one.id());
      case 2 -> put(one.id(), pick(List.of("", "other", "staging")), one.service());
      case 3 -> put(one.id(), one.owner(), Optional.empty());
      case 4 -> put(one.id(), one.owner(), one.service().map(this::edited));
      case 5 -> put(one.id(), one.owner(), one.service().map(this::attributedElsewhere));
      case 6 -> put(foreign(one.id()), "other", Optional.empty());
      default -> {
        if (random.nextInt(10) == 0) {
          standing.clear();
        }
      }
    }
  }

  private MeshService edited(MeshService service) {
    var spec = service.spec();
    var endpoints = new ArrayList<>(spec.endpoints());
    any(endpoints).ifPresent(endpoints::remove);
    var other = random.nextBoolean() ? spec.withAddresses(List.of("240.241.0.2")) : spec;
    return service.with(other.with(spec.ports(), endpoints)).emptySince(now);
  }

  private MeshService attributedElsewhere(MeshService service) {
    var key = any(new ArrayList<>(listed.keySet())).orElse(key());
    var stranger = new Origin(pick(List.of(key.registry(), "gone")), key.partition(), key.name());
    var origins = new ArrayList<>(service.origins());
    origins.add(stranger);
    return service.with(random.nextBoolean() ? origins : List.of(stranger));
  }

  private ResourceId foreign(ResourceId id) {
    return ResourceId.serviceEntry(id.namespace(), pick(List.of("a", "z")) + "-foreign.mesh");
  }

  private void put(ResourceId id, String owner, Optional<MeshService> service) {
    var hosts = service.map(one -> one.spec().host()).or(this::anyHost);
    standing.put(id, new Standing(id, owner, hosts.stream().toList(), service, "" + version++));
  }

  private Optional<String> anyHost() {
    return any(listed.keySet().stream().map(key -> key.name() + ".mesh").toList());
  }

  /** The sink does what is planned, or some of it. */
  void apply(Plan plan) {
    var some = random.nextInt(3) == 0;
    for (var change : plan.changes()) {
      if (!some || random.nextBoolean()) {
        apply(change);
      }
    }
  }

  private void apply(Change change) {
    if (change instanceof Change.Create create) {
      put(change.id(), "prod", Optional.of(create.service()));
    } else if (change instanceof Change.Update update) {
      put(change.id(), "prod", Optional.of(update.service()));
    } else {
      standing.remove(change.id());
    }
  }

  boolean seldom() {
    return random.nextInt(10) == 0;
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private <T> Optional<T> any(List<T> all) {
    return all.isEmpty() ? Optional.empty() : Optional.of(pick(all));
  }
}
