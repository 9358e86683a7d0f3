package io.registrybridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Form;
import io.registrybridge.mesh.Location;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.Port;
import io.registrybridge.mesh.Resolution;
import io.registrybridge.mesh.ResourceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MapperTest {

  private final RulesBuilder rules = new RulesBuilder();
  private final Map<ResourceId, List<Origin>> holders = new HashMap<>();

  @Test
  void aServiceBecomesOneHostWithAnEndpointPerInstance() {
    var service =
        map(service("ORDERS", up("10.0.0.2", Map.of("version", "v2")), up("10.0.0.1", Map.of())));
    assertThat(service.id()).isEqualTo(ResourceId.serviceEntry("mesh", "orders.shop.mesh"));
    assertThat(service.origins()).containsExactly(new Origin("shop", "", "ORDERS"));
    assertThat(service.spec().host()).isEqualTo("orders.shop.mesh");
    assertThat(service.spec().resolution()).isEqualTo(Resolution.STATIC);
    assertThat(service.spec().ports()).containsExactly(new Port("http", 80, "HTTP"));
    assertThat(service.spec().endpoints())
        .containsExactly(
            endpoint("10.0.0.1", Map.of("from.registrybridge.io/shop", "default")),
            endpoint(
                "10.0.0.2", Map.of("from.registrybridge.io/shop", "default", "version", "v2")));
  }

  @Test
  void aSecurePortIsASecondServicePortThatOnlyThoseMapWhoHaveIt() {
    var service =
        map(
            service(
                "ORDERS",
                instance("10.0.0.1", Map.of("primary", 8080, "secure", 8443)),
                instance("10.0.0.2", Map.of("primary", 8081))));
    assertThat(service.spec().ports())
        .containsExactly(new Port("http", 80, "HTTP"), new Port("https", 443, "HTTPS"));
    assertThat(service.spec().endpoints())
        .extracting(Endpoint::ports)
        .containsExactly(
            new TreeMap<>(Map.of("http", 8080, "https", 8443)),
            new TreeMap<>(Map.of("http", 8081)));
    assertThat(flaws())
        .singleElement()
        .satisfies(flaw -> assertThat(flaw.reason()).contains("1 instances have no secure port"));
  }

  @Test
  void onlyInstancesThatAreUpBecomeEndpoints() {
    var service =
        map(
            service(
                "ORDERS",
                up("10.0.0.1", Map.of()),
                instance("10.0.0.2", Status.OUT),
                instance("10.0.0.3", Status.FAILED)));
    assertThat(addresses(service)).containsExactly("10.0.0.1");
    assertThat(flaws()).as("that is no flaw").isEmpty();
  }

  @Test
  void aDrainingInstanceMayStayWithALabel() {
    rules.draining = Draining.LABEL;
    var service = map(service("ORDERS", instance("10.0.0.2", Status.OUT)));
    assertThat(service.spec().endpoints().get(0).labels())
        .containsEntry("istio.io/draining", "true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"OUT;UP", "UP;OUT", "OUT;OUT;UP", "OUT;UP;OUT", "UP;OUT;OUT"})
  void aFormerRegistrationDrainsNobody(String statuses) {
    rules.draining = Draining.LABEL;
    rules.labels = Map.of("version", "version", "build", "build");
    var instances = new ArrayList<Instance>();
    instances.add(weighted("10.0.0.9", 1));
    for (var status : statuses.split(";", -1)) {
      instances.add(registration(instances.size(), Status.valueOf(status)));
    }
    var endpoint =
        map(service("ORDERS", instances.toArray(Instance[]::new))).spec().endpoints().get(0);
    assertThat(endpoint.weight()).isEqualTo(3);
    assertThat(endpoint.labels())
        .isEqualTo(Map.of("from.registrybridge.io/shop", "default", "version", "v2"));
  }

  /** All at one address. */
  private static Instance registration(int number, Status status) {
    var up = status == Status.UP;
    var metadata = up ? Map.of("version", "v2") : Map.of("version", "v1", "build", "7");
    return new Instance(
        "i" + number,
        "10.0.0.1",
        new TreeMap<>(Map.of("primary", 8080)),
        status,
        up ? 3 : 1,
        "",
        new TreeMap<>(metadata));
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "shop"})
  void whatOneOfTwoRegistriesTookOutIsNotDrained(String upIn) {
    rules.draining = Draining.LABEL;
    rules.host = "{service}.mesh";
    var catalogs = new ArrayList<Catalog>();
    for (var registry : List.of("core", "shop")) {
      var status = registry.equals(upIn) ? Status.UP : Status.OUT;
      catalogs.add(catalog(service(registry, "ORDERS", instance("10.0.0.1", status))));
    }
    assertThat(services(mapped(catalogs)).get(0).spec().endpoints())
        .extracting(Endpoint::labels)
        .containsExactly(
            new TreeMap<>(
                Map.of(
                    "from.registrybridge.io/core", "default",
                    "from.registrybridge.io/shop", "default")));
  }

  @Test
  void aListedServiceWithoutUsableInstancesIsDesiredWithoutEndpoints() {
    assertThat(map(service("ORDERS")).spec().endpoints()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "MY_APP, my-app.shop.mesh",
    "com.acme.Orders, com-acme-orders.shop.mesh",
    "--a--, a.shop.mesh",
    "ÄÖÜ, x-",
    "'', x-",
    "'a/b c', a-b-c.shop.mesh",
  })
  void anyNameGivesALegalHost(String name, String start) {
    assertThat(map(service(name, up("10.0.0.1", Map.of()))).spec().host()).startsWith(start);
  }

  @Test
  void longNamesThatBeginAlikeStayApart() {
    var long1 = "a".repeat(80) + "1";
    var long2 = "a".repeat(80) + "2";
    assertThat(
            services(
                service(long1, up("10.0.0.1", Map.of())), service(long2, up("10.0.0.2", Map.of()))))
        .extracting(service -> service.spec().host())
        .doesNotHaveDuplicates()
        .allSatisfy(host -> assertThat(host.indexOf('.')).isLessThanOrEqualTo(63));
  }

  @Test
  void ofTwoServicesThatWantOneHostTheFirstInOrderHasIt() {
    var both =
        services(
            service("foo_bar", up("10.0.0.1", Map.of())),
            service("foo-bar", up("10.0.0.2", Map.of())));
    assertThat(both).hasSize(2);
    assertThat(host("foo-bar", both)).isEqualTo("foo-bar.shop.mesh");
    assertThat(host("foo_bar", both)).matches("foo-bar-[0-9a-f]{8}\\.shop\\.mesh");
    assertThat(flaws())
        .singleElement()
        .satisfies(
            flaw ->
                assertThat(flaw.reason()).contains("is held by shop/foo-bar").contains("becomes"));
  }

  @Test
  void whoHoldsAHostInTheSinkKeepsIt() {
    holds("foo-bar.shop.mesh", "foo_bar");
    var both =
        services(
            service("foo_bar", up("10.0.0.1", Map.of())),
            service("foo-bar", up("10.0.0.2", Map.of())));
    assertThat(host("foo_bar", both)).isEqualTo("foo-bar.shop.mesh");
    assertThat(host("foo-bar", both)).matches("foo-bar-[0-9a-f]{8}\\.shop\\.mesh");
  }

  @Test
  void aHostIsNotTakenFromAHolderThatIsAway() {
    holds("foo-bar.shop.mesh", "foo_bar");
    assertThat(map(service("foo-bar", up("10.0.0.2", Map.of()))).spec().host())
        .matches("foo-bar-[0-9a-f]{8}\\.shop\\.mesh");
    assertThat(flaws())
        .singleElement()
        .satisfies(flaw -> assertThat(flaw.reason()).contains("is held by shop/foo_bar;"));
  }

  @Test
  void whoHoldsAHostKeepsItFromOneWhoseNameDiffersInCase() {
    holds("orders.shop.mesh", "Orders");
    var both =
        services(
            service("ORDERS", up("10.0.0.1", Map.of())),
            service("Orders", up("10.0.0.2", Map.of())));
    assertThat(host("Orders", both)).isEqualTo("orders.shop.mesh");
    assertThat(host("ORDERS", both)).matches("orders-[0-9a-f]{8}\\.shop\\.mesh");
  }

  @Test
  void aHostByHandGoesBeforeOneThatThePatternMakes() {
    rules.hosts = Map.of("STOCK", "orders.shop.mesh");
    var both =
        services(
            service("ORDERS", up("10.0.0.1", Map.of())),
            service("STOCK", up("10.0.0.2", Map.of())));
    assertThat(host("STOCK", both)).isEqualTo("orders.shop.mesh");
    assertThat(host("ORDERS", both)).matches("orders-[0-9a-f]{8}\\.shop\\.mesh");
  }

  @Test
  void whoGaveWayStandsNowhereElseOnceItHasTheHost() {
    var mapper = new Mapper(Map.of("shop", rules.build()));
    var rival = service("foo_bar", up("10.0.0.1", Map.of()));
    var both = List.of(catalog(rival, service("foo-bar", up("10.0.0.2", Map.of()))));
    assertThat(mapper.map(both, holders).services()).hasSize(2);
    var alone = mapper.map(List.of(catalog(rival)), holders);
    assertThat(services(alone))
        .extracting(one -> one.spec().host())
        .containsExactly("foo-bar.shop.mesh");
    assertThat(alone.flaws()).isEmpty();
  }

  @Test
  void whoGaveWayStaysWhereItWentWhenTheHolderIsGone() {
    var rival = service("foo_bar", up("10.0.0.1", Map.of()));
    var tail = host("foo_bar", services(rival, service("foo-bar", up("10.0.0.2", Map.of()))));
    holds(tail, "foo_bar");
    assertThat(map(rival).spec().host()).isEqualTo(tail);
  }

  @Test
  void aHostByHandEndsThat() {
    var rival = service("foo_bar", up("10.0.0.1", Map.of()));
    holds(
        host("foo_bar", services(rival, service("foo-bar", up("10.0.0.2", Map.of())))), "foo_bar");
    rules.hosts = Map.of("foo_bar", "foo-bar.shop.mesh");
    assertThat(map(rival).spec().host()).isEqualTo("foo-bar.shop.mesh");
  }

  @Test
  void nobodyMixesWithAServiceByTakingTheNameItWouldGiveWayTo() {
    var holder = service("foo-bar", up("10.0.0.1", Map.of()));
    var rival = service("foo_bar", up("10.0.0.2", Map.of()));
    var tail = host("foo_bar", services(holder, rival));
    var imposter = service(tail.substring(0, tail.indexOf('.')), up("10.6.6.6", Map.of()));
    assertThat(services(holder, rival, imposter))
        .hasSize(3)
        .allSatisfy(service -> assertThat(service.spec().endpoints()).hasSize(1));
    holds(tail, "foo_bar");
    holds("foo-bar.shop.mesh", "foo-bar");
    var later = services(holder, rival, imposter);
    assertThat(later).hasSize(3);
    assertThat(host("foo_bar", later)).isEqualTo(tail);
  }

  @Test
  void noEndpointIsCutOffBecauseTheyAreMany() {
    var instances = new ArrayList<Instance>();
    for (var number = 0; number < 4100; number++) {
      instances.add(up("10.0.%d.%d".formatted(number / 250, number % 250), Map.of()));
    }
    var service = map(service("ORDERS", instances.toArray(Instance[]::new)));
    assertThat(service.spec().endpoints()).hasSize(4100);
  }

  @Test
  void rolesThatWouldShareAPortNameDoNot() {
    rules.protocol = Protocol.TCP;
    var ports = new TreeMap<>(Map.of("primary", 80, "admin", 90, "ADMIN", 91));
    var service = map(service("ORDERS", instance("10.0.0.1", ports)));
    assertThat(service.spec().ports()).extracting(Port::name).doesNotHaveDuplicates().hasSize(3);
  }

  @Test
  void namesOfOneRegistryThatDifferInCaseAreTwoServices() {
    assertThat(
            services(
                service("Orders", up("10.0.0.1", Map.of())),
                service("ORDERS", up("10.0.0.2", Map.of()))))
        .hasSize(2)
        .allSatisfy(service -> assertThat(service.spec().endpoints()).hasSize(1));
  }

  @Test
  void endpointsStandInTheServiceEntryUnlessTheRulesWantThemElsewhere() {
    assertThat(map(service("ORDERS", up("10.0.0.1", Map.of()))).form()).isEqualTo(Form.INLINE);
    rules.forms = new Forms(true, Map.of("TINY", false));
    assertThat(map(service("ORDERS", up("10.0.0.1", Map.of()))).form()).isEqualTo(Form.WORKLOADS);
    assertThat(map(service("TINY", up("10.0.0.1", Map.of()))).form()).isEqualTo(Form.INLINE);
  }

  @Test
  void oneOfSeveralRegistriesThatWantsWorkloadEntriesIsEnough() {
    rules.host = "{service}.mesh";
    rules.forms = new Forms(false, Map.of("ORDERS", true));
    var merged =
        services(
            mapped(
                List.of(
                    catalog(service("shop", "ORDERS", up("10.0.0.1", Map.of()))),
                    catalog(service("core", "orders", up("10.0.0.2", Map.of()))))));
    assertThat(merged).extracting(MeshService::form).containsExactly(Form.WORKLOADS);
  }

  @Test
  void aPatternWithoutTheRegistryMergesTheSameServiceOfTwo() {
    rules.host = "{service}.mesh";
    var merged =
        services(
            mapped(
                List.of(
                    catalog(
                        service(
                            "shop", "ORDERS", up("10.0.0.1", Map.of()), up("10.0.0.3", Map.of()))),
                    catalog(
                        service(
                            "core",
                            "orders",
                            up("10.0.0.2", Map.of()),
                            up("10.0.0.3", Map.of()))))));
    assertThat(merged).hasSize(1);
    assertThat(merged.get(0).origins())
        .containsExactly(new Origin("core", "", "orders"), new Origin("shop", "", "ORDERS"));
    assertThat(merged.get(0).spec().endpoints())
        .containsExactly(
            endpoint("10.0.0.1", Map.of("from.registrybridge.io/shop", "default")),
            endpoint("10.0.0.2", Map.of("from.registrybridge.io/core", "default")),
            endpoint(
                "10.0.0.3",
                Map.of(
                    "from.registrybridge.io/core", "default",
                    "from.registrybridge.io/shop", "default")));
  }

  @Test
  void theFirstRegistrysRulesHoldWhoeverHadTheHostBefore() {
    rules.host = "{service}.mesh";
    var internal = rules.build();
    rules.location = Location.MESH_EXTERNAL;
    holds("orders.mesh", "orders");
    var catalogs =
        List.of(
            catalog(service("core", "orders", up("10.0.0.1", Map.of()))),
            catalog(service("shop", "orders", up("10.0.0.2", Map.of()))));
    var mapper = new Mapper(Map.of("core", rules.build(), "shop", internal));
    assertThat(services(mapper.map(catalogs, holders)))
        .singleElement()
        .satisfies(one -> assertThat(one.spec().location()).isEqualTo(Location.MESH_EXTERNAL));
  }

  @Test
  void aHostByHandUnitesServicesOfDifferentNames() {
    rules.hosts = Map.of("ORDERS", "orders.acme.com", "ORDERS_V2", "orders.acme.com");
    var service =
        map(
            service("ORDERS", up("10.0.0.1", Map.of())),
            service("ORDERS_V2", up("10.0.0.2", Map.of())));
    assertThat(service.spec().host()).isEqualTo("orders.acme.com");
    assertThat(addresses(service)).containsExactly("10.0.0.1", "10.0.0.2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1", "169.254.169.254", "0.0.0.0", "224.0.0.1", "::1", "fe80::1",
            "::ffff:127.0.0.1",
        "::", "ff02::1", "unix:///var/run/docker.sock", "010.0.0.1", "10.0.0.256", "db.example.com",
            ""
      })
  void addressesThatEndpointsMustNotHaveCostTheInstanceAlone(String address) {
    var service = map(service("ORDERS", up(address, Map.of()), up("10.0.0.1", Map.of())));
    assertThat(addresses(service)).containsExactly("10.0.0.1");
    assertThat(flaws())
        .singleElement()
        .satisfies(flaw -> assertThat(flaw.subject()).isEqualTo(address + ":8080"));
  }

  @Test
  void ipv6AddressesGoWithoutTheirBrackets() {
    assertThat(addresses(map(service("ORDERS", up("[2001:DB8::1]", Map.of())))))
        .containsExactly("2001:db8:0:0:0:0:0:1");
  }

  @Test
  void namesAreAddressesWhereDnsResolvesThem() {
    rules.resolution = Resolution.DNS;
    var service =
        map(
            service(
                "ORDERS", up("DB.example.com", Map.of()), up("kubernetes.default.svc", Map.of())));
    assertThat(addresses(service)).containsExactly("db.example.com");
    assertThat(service.spec().resolution()).isEqualTo(Resolution.DNS);
  }

  @Test
  void anAddressOutsideTheAllowedRangesIsDropped() {
    rules.addresses = Addresses.of(List.of("10.1.0.0/16"), List.of());
    var service = map(service("ORDERS", up("10.1.2.3", Map.of()), up("10.2.0.1", Map.of())));
    assertThat(addresses(service)).containsExactly("10.1.2.3");
  }

  @Test
  void metadataDecidesNothingUnlessItMay() {
    var metadata = Map.of("protocol", "grpc", "weight", "7", "locality", "moon");
    var plain = map(service("ORDERS", up("10.0.0.1", metadata))).spec();
    assertThat(plain.ports()).containsExactly(new Port("http", 80, "HTTP"));
    assertThat(plain.endpoints().get(0).weight()).isEqualTo(1);
    assertThat(plain.endpoints().get(0).locality()).isEmpty();

    rules.overrides = Set.of(Settable.values());
    var allowed =
        map(service("ORDERS", up("10.0.0.1", metadata), up("10.0.0.2", Map.of("protocol", "grpc"))))
            .spec();
    assertThat(allowed.ports()).containsExactly(new Port("grpc", 80, "GRPC"));
    assertThat(allowed.endpoints().get(0).weight()).isEqualTo(7);
    assertThat(allowed.endpoints().get(0).locality()).isEqualTo("moon");
  }

  @Test
  void theMajoritysProtocolIsTheRoles() {
    rules.overrides = Set.of(Settable.PROTOCOL);
    var service =
        map(
            service(
                "ORDERS",
                up("10.0.0.1", Map.of("protocol", "grpc")),
                up("10.0.0.2", Map.of("protocol", "GRPC")),
                up("10.0.0.3", Map.of("protocol", "dubbo"))));
    assertThat(service.spec().ports()).containsExactly(new Port("grpc", 80, "GRPC"));
    assertThat(service.spec().endpoints()).hasSize(3);
    assertThat(flaws())
        .extracting(Flaw::reason)
        .containsExactlyInAnyOrder(
            "metadata asks for the protocol 'dubbo', which Istio does not know",
            "port role 'primary' speaks GRPC, as most instances say");
  }

  @Test
  void tcpTakesTheInstancesPort() {
    rules.protocol = Protocol.TCP;
    var service = map(service("DB", instance("10.0.0.1", Map.of("primary", 5432))));
    assertThat(service.spec().ports()).containsExactly(new Port("tcp", 5432, "TCP"));
    assertThat(flaws()).extracting(Flaw::reason).anyMatch(reason -> reason.contains("DNS capture"));
  }

  @Test
  void aNamedRoleNeedsANumber() {
    var instance = instance("10.0.0.1", Map.of("primary", 8080, "admin", 9000));
    assertThat(map(service("ORDERS", instance)).spec().ports()).hasSize(1);
    assertThat(flaws())
        .extracting(Flaw::reason)
        .containsExactly("port role 'admin' has no number: set mapping.ports.admin");
    rules.ports = Map.of("primary", 80, "secure", 443, "admin", 9000);
    assertThat(map(service("ORDERS", instance)).spec().ports())
        .containsExactly(new Port("http", 80, "HTTP"), new Port("http-admin", 9000, "HTTP"));
  }

  @Test
  void ofTwoRolesThatWantOneNumberTheUsualOneHasIt() {
    rules.ports = Map.of("primary", 80, "admin", 80);
    var service =
        map(
            service(
                "ORDERS",
                instance("10.0.0.1", Map.of("primary", 8080, "admin", 9000)),
                instance("10.0.0.2", Map.of("primary", 8080))));
    assertThat(service.spec().ports()).containsExactly(new Port("http", 80, "HTTP"));
    assertThat(flaws())
        .extracting(Flaw::reason)
        .containsExactly(
            "port role 'admin' wants the number 80 and the name 'http-admin', one of which another"
                + " role has");
  }

  @Test
  void instancePortsReachEveryInstanceUnderEachOfThem() {
    rules.instancePorts = true;
    var service =
        map(
            service(
                "ORDERS",
                instance("10.0.0.1", Map.of("primary", 8080)),
                instance("10.0.0.2", Map.of("primary", 8081))));
    assertThat(service.spec().ports())
        .extracting(Port::name)
        .containsExactly("http", "http-8080", "http-8081");
    assertThat(service.spec().endpoints().get(0).ports())
        .isEqualTo(Map.of("http", 8080, "http-8080", 8080, "http-8081", 8080));
  }

  @ParameterizedTest
  @CsvSource({
    "1;1, 1;1",
    "2;4, 1;2",
    "0.5;1, 1;2",
    "0.33;0.67, 33;67",
    "101;99, 101;99",
    "20000;10000, 2;1",
    "1e12;1, 10000;1",
    "3;0, 1"
  })
  void weightsBecomeWholeNumbersAndZeroMeansOut(String weights, String expected) {
    var instances = new ArrayList<Instance>();
    for (var weight : weights.split(";", -1)) {
      instances.add(weighted("10.0.0." + (instances.size() + 1), Double.parseDouble(weight)));
    }
    var service = map(service("ORDERS", instances.toArray(Instance[]::new)));
    assertThat(service.spec().endpoints())
        .extracting(endpoint -> "" + endpoint.weight())
        .containsExactly(expected.split(";", -1));
  }

  @Test
  void labelsThatIstioWouldRefuseAreDroppedAndTold() {
    var service = map(service("ORDERS", up("10.0.0.1", Map.of("version", "v 1/ä"))));
    assertThat(service.spec().endpoints().get(0).labels())
        .containsOnlyKeys("from.registrybridge.io/shop");
    assertThat(flaws())
        .singleElement()
        .satisfies(flaw -> assertThat(flaw.reason()).contains("version"));
  }

  @Test
  void portsThatAreNoneAreDropped() {
    var service =
        map(
            service(
                "ORDERS",
                instance("10.0.0.1", Map.of("primary", 8080, "secure", 0)),
                instance("10.0.0.2", Map.of("primary", 65536)),
                instance("10.0.0.3", Map.of("primary", 1)),
                instance("10.0.0.4", Map.of("primary", 65535)),
                instance("10.0.0.5", Map.<String, Integer>of())));
    assertThat(addresses(service)).containsExactly("10.0.0.1", "10.0.0.3", "10.0.0.4");
    assertThat(service.spec().ports()).hasSize(1);
    assertThat(flaws())
        .extracting(Flaw::reason)
        .containsExactly(
            "its secure port 0 is none of 1 to 65535",
            "its primary port 65536 is none of 1 to 65535",
            "it has no port");
  }

  @Test
  void filtersChooseServicesByName() {
    rules.include = List.of("or*", "pay");
    rules.exclude = List.of("*-internal");
    assertThat(
            services(
                service("ORDERS", up("10.0.0.1", Map.of())),
                service("orders-internal", up("10.0.0.1", Map.of())),
                service("pay", up("10.0.0.1", Map.of())),
                service("payments", up("10.0.0.1", Map.of()))))
        .extracting(service -> service.origins().get(0).service())
        .containsExactlyInAnyOrder("ORDERS", "pay");
  }

  @Test
  void whatThePatternMovesElsewhereIsDisplacedWhereItStands() {
    var orders = service("ORDERS", up("10.0.0.1", Map.of()));
    var before = map(orders);
    holds(before.spec().host(), "ORDERS");
    assertThat(mapped(List.of(catalog(orders))).displaced()).isEmpty();
    rules.host = "{service}.other";
    assertThat(map(orders).spec().host()).isEqualTo("orders.other");
    assertThat(last.displaced().values()).containsExactly(before);
    var moved = service("ORDERS", up("10.0.0.9", Map.of()));
    assertThat(mapped(List.of(catalog(moved))).displaced().values())
        .singleElement()
        .satisfies(service -> assertThat(addresses(service)).containsExactly("10.0.0.9"));
  }

  @Test
  void whatTheFilterLeavesOutIsDisplacedAsLongAsItIsListed() {
    var orders = service("ORDERS", up("10.0.0.1", Map.of()));
    var before = map(orders);
    holds(before.spec().host(), "ORDERS");
    rules.include = List.of("nothing");
    assertThat(services(orders)).isEmpty();
    assertThat(last.displaced().values()).containsExactly(before);
    services();
    assertThat(last.displaced().values()).isEmpty();
  }

  @Test
  void aPartOfAMergedServiceIsDisplacedBesideTheRest() {
    rules.host = "{service}.mesh";
    var shop = service("shop", "orders", up("10.0.0.1", Map.of()));
    var core = service("core", "orders", up("10.0.0.2", Map.of()));
    var catalogs = List.of(catalog(shop), catalog(core));
    var before = services(mapped(catalogs)).get(0);
    holders.put(before.id(), before.origins());
    var shopRules = rules.build();
    rules.host = "{service}.{registry}";
    var mapper = new Mapper(Map.of("shop", shopRules, "core", rules.build()));
    var mapped = mapper.map(catalogs, holders);
    assertThat(mapped.services().values())
        .extracting(service -> service.spec().host())
        .containsExactly("orders.core", "orders.mesh");
    assertThat(mapped.displaced().values()).containsExactly(before);
  }

  @Test
  void whoGaveWayIsNotConfusedByStandingUnderTwoHosts() {
    var both =
        new Service[] {
          service("foo_bar", up("10.0.0.1", Map.of())), service("foo-bar", up("10.0.0.2", Map.of()))
        };
    var before = services(both);
    before.forEach(one -> holders.put(one.id(), one.origins()));
    rules.host = "{service}.other";
    var renamed = services(both);
    assertThat(host("foo-bar", renamed)).isEqualTo("foo-bar.other");
    assertThat(last.displaced().values()).hasSameElementsAs(before);
    renamed.forEach(one -> holders.put(one.id(), one.origins()));
    assertThat(services(both)).isEqualTo(renamed);
    assertThat(last.displaced().values()).hasSameElementsAs(before);

    rules.host = "{service}.{registry}.mesh";
    assertThat(services(both)).as("and back").isEqualTo(before);
    assertThat(last.displaced().values()).hasSameElementsAs(renamed);
  }

  @Test
  void aHostThatIsOnlyHeldGoesToNoStranger() {
    var orders = service("ORDERS", up("10.0.0.1", Map.of()));
    holds("a.mesh", "ORDERS");
    rules.hosts = Map.of("ORDERS", "b.mesh", "BILLING", "a.mesh");
    var billing = service("BILLING", up("10.0.0.2", Map.of()));
    var mapped = services(orders, billing);
    assertThat(host("ORDERS", mapped)).isEqualTo("b.mesh");
    assertThat(host("BILLING", mapped)).matches("a-[0-9a-f]{8}\\.mesh");
    assertThat(last.displaced().values())
        .singleElement()
        .satisfies(service -> assertThat(addresses(service)).containsExactly("10.0.0.1"));
    mapped.forEach(one -> holders.put(one.id(), one.origins()));
    holders.remove(ResourceId.serviceEntry("mesh", "a.mesh"));
    assertThat(host("BILLING", services(orders, billing))).as("let go").isEqualTo("a.mesh");
  }

  @Test
  void usableInstancesOfWhichNoEndpointCameAreTold() {
    rules.addresses = Addresses.of(List.of("192.168.0.0/16"), List.of());
    services(
        service("ORDERS", up("10.0.0.1", Map.of())),
        service("STOCK", instance("10.0.0.2", Status.FAILED)),
        service("REST", weighted("10.0.0.3", 0)),
        service("PAY", up("192.168.0.1", Map.of())));
    assertThat(last.starved().values()).containsExactly(List.of(new Origin("shop", "", "ORDERS")));
  }

  @Test
  void whoGaveWayAndIsStarvedIsToldWhereItWent() {
    rules.addresses = Addresses.of(List.of("192.168.0.0/16"), List.of());
    var both =
        services(
            service("foo-bar", up("192.168.0.1", Map.of())),
            service("foo_bar", up("10.0.0.1", Map.of())));
    assertThat(last.starved())
        .containsExactly(
            Map.entry(
                ResourceId.serviceEntry("mesh", host("foo_bar", both)),
                List.of(new Origin("shop", "", "foo_bar"))));
  }

  @Test
  void whatIsDisplacedSharesItsPlaceWithWhoeverComesThere() {
    rules.host = "{service}.mesh";
    var staying = rules.build();
    holders.put(
        ResourceId.serviceEntry("mesh", "orders.mesh"), List.of(new Origin("core", "", "orders")));
    rules.host = "{service}.other";
    rules.location = Location.MESH_EXTERNAL;
    var mapper = new Mapper(Map.of("core", rules.build(), "shop", staying));
    var core = catalog(service("core", "orders", up("10.0.0.1", Map.of())));
    assertThat(addresses(displaced(mapper.map(List.of(core), holders))))
        .containsExactly("10.0.0.1");
    var shop = catalog(service("shop", "orders", up("10.0.0.2", Map.of())));
    var shared = displaced(mapper.map(List.of(core, shop), holders));
    assertThat(addresses(shared)).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(shared.spec().location())
        .as("the first registry's rules hold")
        .isEqualTo(Location.MESH_EXTERNAL);
  }

  private static MeshService displaced(Mapped mapped) {
    assertThat(mapped.displaced()).hasSize(1);
    return mapped.displaced().values().iterator().next();
  }

  @Test
  void anUnchangedServiceGivesTheSameObjectAgain() {
    var mapper = new Mapper(Map.of("shop", rules.build()));
    var orders = service("ORDERS", up("10.0.0.1", Map.of()));
    var stock = service("STOCK", up("10.0.0.2", Map.of()));
    var first = services(mapper.map(List.of(catalog(orders, stock)), Map.of()));
    var moved = service("STOCK", up("10.0.0.9", Map.of()));
    var second = services(mapper.map(List.of(catalog(orders, moved)), Map.of()));
    assertThat(second.get(0)).isSameAs(first.get(0));
    assertThat(second.get(1)).isNotEqualTo(first.get(1));
  }

  private Mapped last = Mapped.nothing();

  private MeshService map(Service... services) {
    var mapped = services(services);
    assertThat(mapped).hasSize(1);
    return mapped.get(0);
  }

  private List<MeshService> services(Service... services) {
    return services(mapped(List.of(catalog(services))));
  }

  private static List<MeshService> services(Mapped mapped) {
    return List.copyOf(mapped.services().values());
  }

  private Mapped mapped(List<Catalog> catalogs) {
    last = new Mapper(Map.of("shop", rules.build(), "core", rules.build())).map(catalogs, holders);
    return last;
  }

  private List<Flaw> flaws() {
    return last.flaws();
  }

  private void holds(String host, String service) {
    holders.put(ResourceId.serviceEntry("mesh", host), List.of(new Origin("shop", "", service)));
  }

  private static String host(String service, List<MeshService> services) {
    return services.stream()
        .filter(one -> one.origins().get(0).service().equals(service))
        .findFirst()
        .orElseThrow()
        .spec()
        .host();
  }

  private static List<String> addresses(MeshService service) {
    return service.spec().endpoints().stream().map(Endpoint::address).toList();
  }

  private static Catalog catalog(Service... services) {
    return Catalog.of(Arrays.asList(services), List.of());
  }

  private static Service service(String name, Instance... instances) {
    return service("shop", name, instances);
  }

  private static Service service(String registry, String name, Instance... instances) {
    return Service.of(new ServiceKey(registry, "", name), Arrays.asList(instances));
  }

  private static Instance up(String address, Map<String, String> metadata) {
    return Instance.of(address + ":8080", address, Map.of("primary", 8080), Status.UP, metadata);
  }

  private static Instance instance(String address, Status status) {
    return Instance.of(address, address, Map.of("primary", 8080), status, Map.of());
  }

  private static Instance instance(String address, Map<String, Integer> ports) {
    return Instance.of(address, address, ports, Status.UP, Map.of());
  }

  private static Instance weighted(String address, double weight) {
    return new Instance(
        address,
        address,
        new TreeMap<>(Map.of("primary", 8080)),
        Status.UP,
        weight,
        "",
        new TreeMap<>());
  }

  private static Endpoint endpoint(String address, Map<String, String> labels) {
    return new Endpoint(
        address, new TreeMap<>(Map.of("http", 8080)), new TreeMap<>(labels), 1, "", "", "");
  }
}
