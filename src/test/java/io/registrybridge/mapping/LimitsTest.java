package io.registrybridge.mapping;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Form;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.Port;
import io.registrybridge.mesh.Refusal;
import io.registrybridge.mesh.Resolution;
import io.registrybridge.mesh.ResourceId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is too long, too much or of no form that Istio takes costs itself and is told. */
class LimitsTest {

  private final RulesBuilder rules = new RulesBuilder();
  private final Map<ResourceId, List<Origin>> holders = new HashMap<>();
  private Mapped last = Mapped.nothing();

  @Test
  void aLongRolesPortHasANameThatAnEndpointMayUse() {
    rules.protocol = Protocol.TCP;
    var ports = new TreeMap<>(Map.of("a".repeat(59) + "1", 90, "a".repeat(59) + "2", 91));
    var service = map(service("ORDERS", instance("10.0.0.1", ports)));
    assertThat(service.spec().ports())
        .extracting(Port::name)
        .doesNotHaveDuplicates()
        .hasSize(2)
        .allSatisfy(name -> assertThat(name).hasSizeLessThan(63));
  }

  @Test
  void portsThatIstioDoesNotTakeOfOneEndpointAreLeftOutAndTold() {
    rules.protocol = Protocol.TCP;
    var ports = new TreeMap<>(Map.of("primary", 8080));
    IntStream.range(0, 300).forEach(number -> ports.put("p" + number, 9000 + number));
    var service = map(service("ORDERS", instance("10.0.0.1", ports)));
    assertThat(service.spec().ports()).hasSize(128);
    assertThat(service.spec().endpoints().get(0).ports()).hasSize(128).containsEntry("tcp", 8080);
    assertThat(Refusal.of(service)).isEmpty();
    assertThat(flaws())
        .extracting(Flaw::reason)
        .as("of what is left out nothing else is told")
        .hasSize(128 + 1)
        .contains(
            "173 ports beside the first 128 are left out: Istio takes no more of an endpoint");
  }

  @Test
  void whatJustFitsIsLeftAsItIs() {
    rules.protocol = Protocol.TCP;
    rules.host =
        "{service}." + "s".repeat(60) + "." + "s".repeat(60) + "." + "s".repeat(59) + ".mesh";
    var name = "a".repeat(63);
    var role = "r".repeat(58);
    var service = map(service(name, instance("10.0.0.1", Map.of(role, 90))));
    assertThat(service.spec().host()).hasSize(250).isEqualTo(rules.host.replace("{service}", name));
    assertThat(service.spec().ports()).containsExactly(new Port("tcp-" + role, 90, "TCP"));
  }

  @Test
  void instancePortsThatAreTooManyAreCutAndTold() {
    rules.instancePorts = true;
    var instances =
        IntStream.range(0, 33)
            .mapToObj(number -> instance("10.0.0." + number, Map.of("primary", 9000 + number)))
            .toList();
    var most = map(service("ORDERS", instances.subList(0, 32).toArray(Instance[]::new)));
    assertThat(most.spec().ports()).hasSize(1 + 32);
    assertThat(flaws()).isEmpty();
    var more = map(service("ORDERS", instances.toArray(Instance[]::new)));
    assertThat(more.spec().ports()).isEqualTo(most.spec().ports());
    assertThat(flaws())
        .extracting(Flaw::reason)
        .containsExactly("33 instance ports are too many; the lowest 32 become service ports");
  }

  @Test
  void aHostIsNeverLongerThanAFilesNameHasRoomFor() {
    for (var length = 1; length < 63; length++) {
      rules.host = "{service}.{service}.{service}.{service}." + "s".repeat(length) + ".mesh";
      assertThat(
              map(service("a".repeat(80), instance("10.0.0.1", Map.of("primary", 8080))))
                  .spec()
                  .host()
                  .length())
          .isLessThanOrEqualTo(255 - ".yaml".length());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "{service}-{registry}.mesh, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "mesh.{service}, 999",
    "mesh.{service}, 0x7F",
    "{service}.{service}.{service}.{service}.{service}.{service}.{service}, "
        + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  })
  void aPatternThatDoesNotSuitANameStillGivesItAHost(String pattern, String name) {
    rules.host = pattern;
    var service = map(service(name, up("10.0.0.1", Map.of())));
    assertThat(Refusal.of(service)).isEmpty();
    assertThat(service.spec().host()).matches(".*-[0-9a-f]{8}(\\..*)?");
  }

  @Test
  void aNameThatIsAnAddressInDisguiseIsNone() {
    rules.resolution = Resolution.DNS;
    var instances =
        Stream.of("0x7f000001", "0x7f.1", "2130706433", "127.1").map(one -> up(one, Map.of()));
    assertThat(addresses(map(service("ORDERS", instances.toArray(Instance[]::new))))).isEmpty();
    assertThat(flaws()).hasSize(4);
  }

  @Test
  void anEntryIsExportedToItsOwnNamespaceOnce() {
    rules.exportTo = List.of(".", "mesh", "team");
    var service = map(service("ORDERS", up("10.0.0.1", Map.of())));
    assertThat(service.spec().exportTo()).containsExactly(".", "team");
    assertThat(Refusal.of(service)).isEmpty();
  }

  @Test
  void aNameThatNoAnnotationCouldHoldCostsItsServiceAlone() {
    var endless = service("x".repeat(1 << 20), up("10.0.0.1", Map.of()));
    assertThat(addresses(map(endless, service("ORDERS", up("10.0.0.2", Map.of())))))
        .containsExactly("10.0.0.2");
    assertThat(flaws()).singleElement().extracting(Flaw::reason).asString().contains("256 KiB");
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0"})
  void aNameIsAtMostAsLongAsTheAnnotationHasRoomFor(int more, int services) {
    var most = (int) (Origin.MOST_BYTES - new Origin("shop", "", "").bytes());
    assertThat(services(service("x".repeat(most + more), up("10.0.0.1", Map.of()))))
        .hasSize(services);
  }

  @Test
  void servicesThatAnnotationsCannotNameTogetherShareNoHost() {
    rules.host = "{service}.mesh";
    var services =
        IntStream.range(0, 3)
            .mapToObj(number -> "x".repeat(50_000) + number)
            .map(name -> service(name, up("10.0.0.1", Map.of())))
            .toArray(Service[]::new);
    rules.hosts = Stream.of(services).collect(toMap(one -> one.key().name(), one -> "orders.mesh"));
    var mapped = services(services);
    assertThat(mapped).hasSize(2).allSatisfy(one -> assertThat(Refusal.of(one)).isEmpty());
    assertThat(flaws()).extracting(Flaw::reason).anyMatch(reason -> reason.contains("256 KiB"));
    mapped.forEach(one -> holders.put(one.id(), one.origins()));
    assertThat(services(services)).as("and so it stays").isEqualTo(mapped);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 2"})
  void asManyServicesShareAHostAsItsAnnotationsCanName(int more, int hosts) {
    var first = "x".repeat(50_000);
    var framed = 2 * new Origin("shop", "", "").bytes();
    var second = "y".repeat((int) (Origin.MOST_BYTES - framed) - first.length() + more);
    rules.hosts = Map.of(first, "orders.mesh", second, "orders.mesh");
    assertThat(
            services(
                service(first, up("10.0.0.1", Map.of())),
                service(second, up("10.0.0.2", Map.of()))))
        .hasSize(hosts)
        .allSatisfy(one -> assertThat(Refusal.of(one)).isEmpty());
  }

  @Test
  @Timeout(120)
  void aHundredThousandInstancesAreToldByNoMoreThanAPersonReads() {
    var instances =
        IntStream.range(0, 100_000)
            .mapToObj(number -> up(number % 2 == 0 ? ip(number) : "somewhere-" + number, Map.of()))
            .toArray(Instance[]::new);
    var service = map(service("ORDERS", instances));
    assertThat(Refusal.of(service).orElseThrow()).contains("50000 endpoints", "workload-entries");
    assertThat(Refusal.of(service.in(Form.WORKLOADS))).isEmpty();
    assertThat(flaws()).hasSizeLessThan(1100);
    assertThat(flaws())
        .extracting(Flaw::reason)
        .contains("49000 more flaws of its instances are not told");
  }

  private static String ip(int number) {
    return "10.%d.%d.%d".formatted(number >> 16, (number >> 8) & 255, number & 255);
  }

  @Test
  @Timeout(120)
  void aHundredThousandRolesOfAPortAreToldByAHundred() {
    var ports = new TreeMap<>(Map.of("primary", 8080));
    IntStream.range(0, 100_000).forEach(number -> ports.put("role-" + number, 9000));
    assertThat(map(service("ORDERS", instance("10.0.0.1", ports))).spec().ports()).hasSize(1);
    assertThat(flaws())
        .hasSize(101)
        .extracting(Flaw::reason)
        .contains("99900 more port roles have no number");
    ports.keySet().retainAll(List.copyOf(ports.keySet()).subList(0, 101));
    map(service("ORDERS", instance("10.0.0.1", ports)));
    assertThat(flaws()).hasSize(100);
  }

  @Test
  @Timeout(120)
  void aTextOfAMegabyteCostsNoMoreThanItsLength() {
    var text = "a" + "-".repeat(1 << 20) + "a";
    rules.include = List.of("*a*-*z", "*");
    rules.excludeMetadata = List.of("version=*-*-*z");
    rules.overrides = Set.of(Settable.values());
    var metadata = new TreeMap<String, String>();
    for (var key : List.of("version", "zone", "protocol", "port", "weight", "locality", "host")) {
      metadata.put(key, text);
    }
    var orders = service("ORDERS", up(text, metadata), up("10.0.0.1", metadata));
    assertThat(addresses(map(orders, service(text)))).containsExactly("10.0.0.1");
    assertThat(flaws()).allSatisfy(flaw -> assertThat(flaw.reason()).hasSizeLessThan(600));
  }

  private MeshService map(Service... services) {
    var mapped = services(services);
    assertThat(mapped).hasSize(1);
    return mapped.get(0);
  }

  private List<MeshService> services(Service... services) {
    var catalog = Catalog.of(Arrays.asList(services), List.of());
    last = new Mapper(Map.of("shop", rules.build())).map(List.of(catalog), holders);
    return List.copyOf(last.services().values());
  }

  private List<Flaw> flaws() {
    return last.flaws();
  }

  private static List<String> addresses(MeshService service) {
    return service.spec().endpoints().stream().map(Endpoint::address).toList();
  }

  private static Service service(String name, Instance... instances) {
    return Service.of(new ServiceKey("shop", "", name), Arrays.asList(instances));
  }

  private static Instance up(String address, Map<String, String> metadata) {
    return Instance.of(address + ":8080", address, Map.of("primary", 8080), Status.UP, metadata);
  }

  private static Instance instance(String address, Map<String, Integer> ports) {
    return Instance.of(address, address, ports, Status.UP, Map.of());
  }
}
