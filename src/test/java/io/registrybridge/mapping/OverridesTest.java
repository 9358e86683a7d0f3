package io.registrybridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.Port;
import io.registrybridge.mesh.ResourceId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What metadata decides: which instances are mapped, and where a service is. */
class OverridesTest {

  private static final ServiceKey ORDERS = new ServiceKey("shop", "dc1", "ORDERS");

  private final RulesBuilder rules = new RulesBuilder();
  private final Map<ResourceId, List<Origin>> holders = new HashMap<>();
  private Mapped last = Mapped.nothing();

  @Test
  void onlyInstancesThatAreChosenBecomeEndpoints() {
    rules.includeMetadata = List.of("mesh=true");
    rules.excludeMetadata = List.of("canary");

    var service =
        map(
            up("10.0.0.1", Map.of("mesh", "true")),
            up("10.0.0.2", Map.of()),
            up("10.0.0.3", Map.of("mesh", "true", "canary", "yes")));

    assertThat(addresses(service)).containsExactly("10.0.0.1");
    assertThat(flaws()).isEmpty();
  }

  /** Listed and usable, but for the rules: that is the configuration's taking away. */
  @Test
  void aServiceOfWhichNoInstanceIsChosenIsStarved() {
    rules.excludeMetadata = List.of("mesh=false");

    var service = map(up("10.0.0.1", Map.of("mesh", "false")));

    assertThat(service.spec().endpoints()).isEmpty();
    assertThat(last.starved().values())
        .containsExactly(List.of(new Origin("shop", "dc1", "ORDERS")));
  }

  @ParameterizedTest
  @EnumSource
  void whatMetadataTookOutIsNotStarved(Draining draining) {
    rules.draining = draining;
    rules.overrides = Set.of(Settable.WEIGHT);

    map(up("10.0.0.1", Map.of("weight", "0")), up("10.0.0.2", Map.of("weight", "0")));

    assertThat(last.starved()).isEmpty();
  }

  @Test
  void whatIsNotChosenIsUsableAndItsOddWeightIsNotTold() {
    rules.overrides = Set.of(Settable.WEIGHT);
    rules.excludeMetadata = List.of("mesh=false");

    map(up("10.0.0.1", Map.of("weight", "many", "mesh", "false")));

    assertThat(last.starved()).hasSize(1);
    assertThat(flaws()).isEmpty();
  }

  @Test
  void theHostIsWhatMostInstancesSayIfTheyMay() {
    var instances =
        List.of(
            up("10.0.0.1", Map.of("host", "buy.shop.mesh")),
            up("10.0.0.2", Map.of("host", "sell.mesh")),
            up("10.0.0.3", Map.of("host", "buy.shop.mesh")));
    assertThat(map(instances).id().name()).isEqualTo("orders.shop.mesh");

    rules.overrides = Set.of(Settable.HOST);

    assertThat(map(instances).id().name()).isEqualTo("buy.shop.mesh");
    assertThat(addresses(map(instances))).hasSize(3);
    assertThat(flaws())
        .containsExactly(
            "its instances ask for different ones of 'host'; the host of most is taken");
  }

  @Test
  void aHostThatThePatternCouldNotMakeIsNotGiven() {
    rules.overrides = Set.of(Settable.HOST);

    for (var host :
        List.of("api.stripe.com", "mesh", ".mesh", "kubernetes.default", "Orders.mesh")) {
      assertThat(map(up("10.0.0.1", Map.of("host", host))).id().name())
          .isEqualTo("orders.shop.mesh");
      assertThat(flaws()).singleElement().asString().contains(host);
    }
  }

  @Test
  void theEndOfThePatternAloneIsNoHost() {
    rules.overrides = Set.of(Settable.HOST);
    rules.host = "{service}x.mesh";
    assertThat(map(up("10.0.0.1", Map.of("host", "x.mesh"))).id().name()).isEqualTo("ordersx.mesh");
    assertThat(flaws()).singleElement().asString().contains("does not end in 'x.mesh'");
  }

  @Test
  void noHostIsGivenWhereThePatternHasNoEndToKeepTo() {
    rules.overrides = Set.of(Settable.HOST);
    rules.host = "mesh.{service}";
    assertThat(map(up("10.0.0.1", Map.of("host", "api.stripe.com"))).id().name())
        .isEqualTo("mesh.orders");
    assertThat(flaws()).singleElement().asString().contains("no constant end");
  }

  @Test
  void aHostByHandIsNotForInstancesToChoose() {
    rules.overrides = Set.of(Settable.HOST);
    rules.hosts = Map.of("ORDERS", "orders.mesh");

    assertThat(map(up("10.0.0.1", Map.of("host", "buy.mesh"))).id().name())
        .isEqualTo("orders.mesh");
  }

  @Test
  void aServiceWithoutInstancesIsWhereThePatternHasItIfInstancesHaveNoSay() {
    holders.put(
        ResourceId.serviceEntry("mesh", "buy.mesh"), List.of(new Origin("shop", "dc1", "ORDERS")));

    assertThat(map().id().name()).isEqualTo("orders.shop.mesh");
  }

  @ParameterizedTest
  @EnumSource(names = {"HOST", "NAMESPACE"})
  void aServiceStaysWhereItIsWhenItsLastInstanceIsGoneOrFailed(Settable settable) {
    rules.overrides = Set.of(settable);
    var buy = ResourceId.serviceEntry("mesh", "buy.mesh");
    holders.put(buy, List.of(new Origin("shop", "dc1", "ORDERS")));

    assertThat(map().id()).isEqualTo(buy);
    assertThat(last.displaced()).isEmpty();
    if (settable == Settable.HOST) {
      assertThat(map(instance("10.0.0.1", Status.FAILED, Map.of("host", "buy.mesh"))).id())
          .isEqualTo(buy);
      assertThat(last.displaced()).isEmpty();
    }
  }

  @Test
  void theNamespaceIsOneThatSomeRegistryIsMappedTo() {
    rules.namespaces = Set.of("mesh", "partners");
    rules.overrides = Set.of(Settable.NAMESPACE);

    assertThat(map(up("10.0.0.1", Map.of("namespace", "partners"))).id().namespace())
        .isEqualTo("partners");
    assertThat(map(up("10.0.0.1", Map.of("namespace", "kube-system"))).id().namespace())
        .isEqualTo("mesh");
    assertThat(flaws())
        .containsExactly(
            "metadata asks for the namespace 'kube-system', to which no registry is mapped");
  }

  @Test
  void theServicePortIsWhatMostInstancesSay() {
    rules.overrides = Set.of(Settable.PORT);

    var service =
        map(
            up("10.0.0.1", Map.of("port", "8000")),
            up("10.0.0.2", Map.of("port", "8000")),
            up("10.0.0.3", Map.of("port", "many")));

    assertThat(service.spec().ports()).containsExactly(new Port("http", 8000, "HTTP"));
    assertThat(service.spec().endpoints())
        .extracting(Endpoint::ports)
        .allSatisfy(ports -> assertThat(ports).containsEntry("http", 8080));
    assertThat(flaws())
        .containsExactly("metadata asks for the service port 'many', which is none of 1 to 65535");
  }

  @ParameterizedTest
  @CsvSource({"0, 80", "1, 1", "65535, 65535", "65536, 80"})
  void theServicePortIsOneThatThereIs(String said, int number) {
    rules.overrides = Set.of(Settable.PORT);

    assertThat(map(up("10.0.0.1", Map.of("port", said))).spec().ports())
        .containsExactly(new Port("http", number, "HTTP"));
  }

  @Test
  void ofServicePortsThatAsManySayTheLowestIsTaken() {
    rules.overrides = Set.of(Settable.PORT);

    var service =
        map(up("10.0.0.1", Map.of("port", "8001")), up("10.0.0.2", Map.of("port", "8000")));

    assertThat(service.spec().ports()).containsExactly(new Port("http", 8000, "HTTP"));
    assertThat(flaws())
        .containsExactly("port role 'primary' has the number 8000, as most instances say");
  }

  @Test
  void halfALocalityIsNone() {
    rules.locality = "{region}/{zone}";

    assertThat(
            map(
                    up("10.0.0.1", Map.of("region", "eu")),
                    up("10.0.0.2", Map.of("region", "eu", "zone", "a")))
                .spec()
                .endpoints())
        .extracting(Endpoint::locality)
        .containsExactly("", "eu/a");
  }

  @Test
  void aLocalityThatIstioWouldRefuseIsLeftOutAndTold() {
    assertThat(map(up("10.0.0.1", Map.of("zone", "eu:1"))).spec().endpoints())
        .extracting(Endpoint::locality)
        .containsExactly("");
    assertThat(flaws()).singleElement().asString().startsWith("its locality is left out");
  }

  @Test
  void theLocalityMayNameThePartition() {
    rules.locality = "eu/{partition}/{zone}";

    assertThat(map(up("10.0.0.1", Map.of("zone", "a"))).spec().endpoints())
        .extracting(Endpoint::locality)
        .containsExactly("eu/dc1/a");
  }

  private MeshService map(List<Instance> instances) {
    return map(instances.toArray(Instance[]::new));
  }

  private MeshService map(Instance... instances) {
    var catalog = Catalog.of(List.of(Service.of(ORDERS, Arrays.asList(instances))), List.of());
    last = new Mapper(Map.of("shop", rules.build())).map(List.of(catalog), holders);
    return last.services().values().iterator().next();
  }

  private List<String> flaws() {
    return last.flaws().stream().map(Flaw::reason).toList();
  }

  private static List<String> addresses(MeshService service) {
    return service.spec().endpoints().stream().map(Endpoint::address).toList();
  }

  private static Instance up(String address, Map<String, String> metadata) {
    return instance(address, Status.UP, metadata);
  }

  private static Instance instance(String address, Status status, Map<String, String> metadata) {
    return Instance.of(address, address, Map.of(Instance.PRIMARY, 8080), status, metadata);
  }
}
