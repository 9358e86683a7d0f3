package io.registrybridge.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of Istio's and of the API server's by a service that breaks it alone. */
class RefusalTest {

  private static final Port HTTP = new Port("http", 80, "HTTP");

  @ParameterizedTest
  @MethodSource
  void namesTheRuleThatIsBroken(String rule, MeshService service) {
    assertThat(Refusal.of(service)).hasValueSatisfying(said -> assertThat(said).contains(rule));
    var rest = service.with(Repair.of(service.spec()));
    assertThat(Refusal.of(rest).isEmpty() || service.spec().equals(rest.spec()))
        .as("what can be left out is")
        .isTrue();
  }

  static Stream<Arguments> namesTheRuleThatIsBroken() {
    return Stream.of(
        Arguments.of("its host", with(host("a_b.mesh"))),
        Arguments.of("its host", with(host("*"))),
        Arguments.of("its host", with(host("*.mesh"))),
        Arguments.of("its host", with(host("Orders.mesh"))),
        Arguments.of("its host", with(host("orders.1"))),
        Arguments.of("its host", with(host("orders."))),
        Arguments.of("its host", with(host("a".repeat(64)))),
        Arguments.of("its host", with(host("a.".repeat(127)))),
        Arguments.of("its namespace", at("Mesh", "orders")),
        Arguments.of("its name", at("mesh", "mesh/orders")),
        Arguments.of("256 KiB", service().with(origins(1000, 300))),
        Arguments.of(
            "256 addresses", with(spec().withAddresses(many(257, "10.0.0.%d"::formatted)))),
        Arguments.of("its addresses", with(spec().withAddresses(List.of("010.0.0.1")))),
        Arguments.of("its addresses", with(spec().withAddresses(List.of("10.0.0.0/33")))),
        Arguments.of("its addresses", with(spec().withAddresses(List.of("10.0.0.1:80")))),
        Arguments.of(
            "resolution DNS",
            with(spec().withAddresses(List.of("10.0.0.0/8")).resolvedAlso(Resolution.DNS))),
        Arguments.of("exportTo", exported("Team")),
        Arguments.of("twice", exported("team", "team")),
        Arguments.of("twice", exported(".", "mesh")),
        Arguments.of("alone", exported("*", "team")),
        Arguments.of("alone", exported("~", "team")),
        Arguments.of("256 ports", with(ports(257))),
        Arguments.of("a port's name", with(ports(new Port("a_b", 80, "HTTP")))),
        Arguments.of("a port's name", with(ports(new Port("a".repeat(63), 80, "HTTP")))),
        Arguments.of("1 to 65535", with(ports(new Port("http", 0, "HTTP")))),
        Arguments.of("protocol", with(ports(new Port("dubbo", 80, "dubbo")))),
        Arguments.of("one name", with(ports(HTTP, new Port("http", 81, "HTTP")))),
        Arguments.of("one number", with(ports(HTTP, new Port("grpc", 80, "GRPC")))),
        Arguments.of("turn on workload-entries", with(endpoints(4097))),
        Arguments.of("IP address", with(endpoint("db.example.com"))),
        Arguments.of("IP address", with(endpoint("unix:///run/docker.sock"))),
        Arguments.of("IP address", with(endpoint("fe80::1%eth0"))),
        Arguments.of(
            "DNS name", with(endpoint("unix:///run/docker.sock").resolvedAlso(Resolution.DNS))),
        Arguments.of("one of the service's", with(endpoint(Map.of("grpc", 80), Map.of(), 1, ""))),
        Arguments.of("1 to 65535", with(endpoint(Map.of("http", 65536), Map.of(), 1, ""))),
        Arguments.of("a label", labelled("a b", "v1")),
        Arguments.of("a label", labelled("a..b/c", "v1")),
        Arguments.of("a label", labelled("-a/c", "v1")),
        Arguments.of("a label", labelled("/c", "v1")),
        Arguments.of("a label", labelled("version", "v 1")),
        Arguments.of("a label", labelled("version", "_v1")),
        Arguments.of("a label", labelled("version", "v".repeat(64))),
        Arguments.of("256 labels", with(endpoint(Map.of("http", 80), labels(257), 1, ""))),
        Arguments.of("weight", with(endpoint(Map.of("http", 80), Map.of(), 0, ""))),
        Arguments.of("2048", with(endpoint(Map.of("http", 80), Map.of(), 1, "z".repeat(2049)))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "2001:db8::1", "::ffff:10.0.0.1", "1:2:3:4:5:6:7:8"})
  void takesWhatIsRight(String address) {
    assertThat(Refusal.of(with(endpoint(address)))).isEmpty();
    assertThat(Repair.of(endpoint(address))).isEqualTo(endpoint(address));
  }

  @Test
  void takesTheUtmostOfEverything() {
    assertThat(Refusal.of(with(host(String.join(".", many(4, none -> "a".repeat(61))))))).isEmpty();
    assertThat(Refusal.of(with(ports(new Port("a".repeat(62), 65535, "GRPC-WEB"))))).isEmpty();
    assertThat(Refusal.of(with(endpoints(4096)))).isEmpty();
    assertThat(Refusal.of(with(endpoints(4097)).in(Form.WORKLOADS))).isEmpty();
    assertThat(Refusal.of(labelled("a.b-c/" + "x".repeat(63), "V_1.0"))).isEmpty();
    assertThat(Refusal.of(labelled("version", ""))).isEmpty();
    assertThat(Refusal.of(exported(".", "team"))).isEmpty();
    assertThat(Refusal.of(with(endpoint("db.example.com").resolvedAlso(Resolution.DNS)))).isEmpty();
  }

  @Test
  void whatCannotStayCostsItselfAndNothingBesides() {
    var edited =
        spec(
            List.of(HTTP, new Port("dubbo", 81, "dubbo")),
            List.of(
                endpoint("10.0.0.1", Map.of("http", 80, "dubbo", 81), Map.of("a", "1", "b", "?")),
                endpoint("somewhere", Map.of("http", 80), Map.of()),
                endpoint("10.0.0.2", Map.of("dubbo", 81), Map.of())));
    assertThat(Repair.of(edited))
        .isEqualTo(
            spec(
                List.of(HTTP),
                List.of(endpoint("10.0.0.1", Map.of("http", 80), Map.of("a", "1")))));
  }

  private static MeshService service() {
    return with(spec());
  }

  private static MeshService with(Spec spec) {
    return MeshService.of(
        ResourceId.serviceEntry("mesh", "orders.mesh"),
        List.of(new Origin("shop", "", "ORDERS")),
        spec);
  }

  private static MeshService at(String namespace, String name) {
    return MeshService.of(
        ResourceId.serviceEntry(namespace, name),
        List.of(new Origin("shop", "", "ORDERS")),
        spec());
  }

  private static List<Origin> origins(int count, int length) {
    return many(count, number -> new Origin("shop", "", number + "x".repeat(length)));
  }

  private static Spec host(String host) {
    return new Spec(
        host,
        Location.MESH_INTERNAL,
        Resolution.STATIC,
        List.of(),
        List.of(),
        List.of(HTTP),
        List.of());
  }

  private static Spec spec() {
    return host("orders.mesh");
  }

  private static Spec spec(List<Port> ports, List<Endpoint> endpoints) {
    return spec().with(ports, endpoints);
  }

  private static MeshService exported(String... namespaces) {
    return with(
        new Spec(
            "orders.mesh",
            Location.MESH_INTERNAL,
            Resolution.STATIC,
            List.of(namespaces),
            List.of(),
            List.of(HTTP),
            List.of()));
  }

  private static Spec ports(int count) {
    return spec(many(count, number -> new Port("p" + number, number + 1, "HTTP")), List.of());
  }

  private static Spec ports(Port... ports) {
    return spec(List.of(ports), List.of());
  }

  private static Spec endpoints(int count) {
    return spec(
        List.of(HTTP),
        many(
            count,
            number ->
                endpoint(
                    "10.1.%d.%d".formatted(number / 256, number % 256),
                    Map.of("http", 80),
                    Map.of())));
  }

  private static Spec endpoint(String address) {
    return spec(List.of(HTTP), List.of(endpoint(address, Map.of("http", 80), Map.of())));
  }

  private static MeshService labelled(String key, String value) {
    return with(endpoint(Map.of("http", 80), Map.of(key, value), 1, ""));
  }

  private static Map<String, String> labels(int count) {
    var labels = new TreeMap<String, String>();
    many(count, number -> "l" + number).forEach(key -> labels.put(key, "v"));
    return labels;
  }

  private static Spec endpoint(
      Map<String, Integer> ports, Map<String, String> labels, int weight, String locality) {
    return spec(
        List.of(HTTP),
        Collections.singletonList(
            new Endpoint(
                "10.0.0.1",
                new TreeMap<>(ports),
                new TreeMap<>(labels),
                weight,
                locality,
                "",
                "")));
  }

  private static Endpoint endpoint(
      String address, Map<String, Integer> ports, Map<String, String> labels) {
    return new Endpoint(address, new TreeMap<>(ports), new TreeMap<>(labels), 1, "", "", "");
  }

  private static <T> List<T> many(int count, IntFunction<T> one) {
    return IntStream.range(0, count).mapToObj(one).toList();
  }
}
