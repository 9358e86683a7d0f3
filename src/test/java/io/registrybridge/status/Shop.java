package io.registrybridge.status;

import io.registrybridge.book.Book;
import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.guard.Level;
import io.registrybridge.mesh.Audience;
import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Istiod;
import io.registrybridge.mesh.Location;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.Port;
import io.registrybridge.mesh.Resolution;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.mesh.Spec;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Held;
import io.registrybridge.plan.Plan;
import io.registrybridge.plan.Policy;
import io.registrybridge.plan.Rejection;
import io.registrybridge.plan.Rejection.Cause;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Leader;
import io.registrybridge.sync.Bridge;
import io.registrybridge.sync.GuardReport;
import io.registrybridge.sync.PassReport;
import io.registrybridge.sync.Preview;
import io.registrybridge.sync.RegistryReport;
import io.registrybridge.sync.Report;
import io.registrybridge.sync.SinkReport;
import io.registrybridge.sync.Upkeep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A scene: registry {@code shop} lost a part and the guard holds it, registry {@code core} is down;
 * {@code ORDERS} moved an instance, {@code PAY} is new, {@code OLD} is held.
 */
final class Shop {

  static final Instant NOON = Instant.parse("2026-08-01T12:00:00Z");

  static final ServiceKey ORDERS = new ServiceKey("shop", "", "ORDERS");
  static final ServiceKey PAY_EU = new ServiceKey("shop", "eu", "PAY");
  static final ServiceKey PAY_US = new ServiceKey("shop", "us", "PAY");

  static final PassReport PASS =
      new PassReport(
          7, NOON, Duration.ofMillis(500), Duration.ofMillis(1500), "shop", 1, 2, 3, 4, 5, 6, 7, 8);

  private Shop() {}

  /** Two istiods that read from this sink, one of which is behind. */
  static SortedMap<String, Audience> audiences(String sink) {
    var istiods =
        List.of(
            new Istiod("istiod-2", NOON, "", Duration.ofMillis(1500)),
            new Istiod("istiod-1", NOON, "a1", Duration.ZERO));
    return new TreeMap<>(Map.of(sink, new Audience(true, istiods)));
  }

  static BridgeInfo info() {
    return BridgeInfo.of("prod-eu", Policy.UPSERT_ONLY, false, NOON)
        .between(
            Map.of("shop", "eureka", "core", "consul"),
            Map.of("cluster", "kubernetes", "review", "file"))
        .requiring(Set.of("shop"));
  }

  static void open(FakeBridge bridge) {
    bridge.audiences = new TreeMap<>();
    bridge.report = report();
    bridge.previews = List.of(cluster(), unreadable());
    bridge.catalogs = Map.of("shop", catalog(), "core", Catalog.empty());
    bridge.answer = new Bridge.Request(8, Optional.of(PASS));
    bridge.released = Optional.empty();
    bridge.paused = false;
  }

  static Report report() {
    return new Report(
        new TreeMap<>(Map.of("shop", shop(), "core", core())),
        new TreeMap<>(Map.of("cluster", clusterReport(), "review", review())),
        List.of(PASS));
  }

  private static RegistryReport shop() {
    return new RegistryReport(
        "shop",
        "eureka",
        RegistryReport.State.PARTIAL,
        3,
        4,
        Optional.of(NOON.plusSeconds(1)),
        Optional.of(NOON),
        Optional.of(NOON.minusSeconds(60)),
        "too much was lost",
        new GuardReport(true, Optional.of(NOON), new Level(10, 4), new Level(4, 3)),
        2,
        List.of(new Flaw(ORDERS, "orders-2", "port 0 is no port")));
  }

  private static RegistryReport core() {
    return new RegistryReport(
        "core",
        "consul",
        RegistryReport.State.UNAVAILABLE,
        0,
        0,
        Optional.of(NOON),
        Optional.empty(),
        Optional.empty(),
        "connection refused",
        new GuardReport(false, Optional.empty(), Level.NOTHING, Level.NOTHING),
        0,
        List.of());
  }

  private static SinkReport clusterReport() {
    return new SinkReport(
        "cluster",
        "kubernetes",
        new Leader(true, "bridge-1", 3, "", Optional.of(NOON)),
        2,
        3,
        List.of(HELD),
        List.of(new Rejection(id("orders"), Cause.REFUSED, "conflict")),
        List.of(TAKEN),
        "Services in namespace mesh",
        List.of(),
        new Upkeep(3, 1),
        "",
        Optional.empty());
  }

  private static SinkReport review() {
    return new SinkReport(
        "review",
        "file",
        Leader.SOLE,
        0,
        0,
        List.of(),
        List.of(),
        List.of(),
        "",
        List.of(),
        Upkeep.NONE,
        "no such directory",
        Optional.of(NOON));
  }

  static final Held HELD =
      new Held(id("old"), "shop", "the registry lost too much", Optional.of(NOON));
  static final Rejection TAKEN =
      new Rejection(id("pay-us"), Cause.HOST_TAKEN, "another owner has this host");

  static Catalog catalog() {
    return Catalog.of(
        List.of(
            Service.of(
                ORDERS,
                List.of(
                    Instance.of(
                        "orders-1",
                        "10.0.0.1",
                        Map.of("primary", 8080),
                        Status.UP,
                        Map.of(
                            "db.Password", "hunter2",
                            "apiKey", "k-1",
                            "version", "v1",
                            "db", "jdbc://me:hunter2@db/orders")),
                    Instance.of("orders-2", "10.0.0.2", Map.of(), Status.OUT, Map.of()))),
            Service.of(PAY_EU, List.of()),
            Service.of(PAY_US, List.of())),
        List.of());
  }

  static Preview cluster() {
    var orders = service("orders", ORDERS, endpoint("10.0.0.1", 1), endpoint("10.0.0.3", 5));
    var before = service("orders", ORDERS, endpoint("10.0.0.2", 1), endpoint("10.0.0.3", 1));
    var payEu = service("pay-eu", PAY_EU, endpoint("10.0.1.1", 1));
    var payUs = service("pay-us", PAY_US, endpoint("10.0.2.1", 1));
    var gone = service("gone", new ServiceKey("core", "", "gone"), endpoint("10.0.3.1", 1));
    var old = service("old", new ServiceKey("shop", "", "OLD"), endpoint("10.0.4.1", 1));
    return new Preview(
        "cluster",
        new Plan(
            List.of(
                new Change.Update(standing(before), orders),
                new Change.Create(payEu),
                new Change.Delete(standing(gone))),
            List.of(HELD),
            List.of(TAKEN),
            9,
            Optional.empty()),
        Book.copyOf(Map.of(orders.id(), orders, payEu.id(), payEu, payUs.id(), payUs)),
        Actual.of(List.of(standing(before), standing(gone), standing(old))),
        List.of(new Flaw(ORDERS, "metadata version", "a label cannot hold this value")),
        "");
  }

  private static Preview unreadable() {
    return new Preview(
        "review",
        Plan.nothing(),
        Book.empty(),
        Actual.of(List.of()),
        List.of(),
        "no such directory");
  }

  private static MeshService service(String name, ServiceKey key, Endpoint... endpoints) {
    return MeshService.of(
        id(name),
        List.of(new Origin(key.registry(), key.partition(), key.name())),
        new Spec(
            name + ".shop.mesh",
            Location.MESH_INTERNAL,
            Resolution.STATIC,
            List.of(),
            List.of(),
            List.of(new Port("http", 80, "HTTP")),
            List.of(endpoints)));
  }

  private static Endpoint endpoint(String address, int weight) {
    return new Endpoint(
        address, new TreeMap<>(Map.of("http", 8080)), new TreeMap<>(), weight, "", "", "");
  }

  private static Standing standing(MeshService service) {
    return new Standing(
        service.id(), "prod-eu", List.of(service.spec().host()), Optional.of(service), "1");
  }

  private static ResourceId id(String name) {
    return ResourceId.serviceEntry("mesh", name + ".shop.mesh");
  }
}
