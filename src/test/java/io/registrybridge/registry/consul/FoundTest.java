package io.registrybridge.registry.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.registry.consul.Question.Unexpected;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class FoundTest {

  private static final ServiceKey ORDERS = new ServiceKey("core", "dc1", "orders");

  private static final Choices BY_DEFAULT =
      new Choices(Set.of(Health.PASSING, Health.WARNING), Optional.empty());

  private static final String NODE = "{'Node':'n1','Address':'10.1.0.1'}";

  @Test
  void anInstanceIsNamedByItsNodeAndItsId() {
    var found =
        found(
            entry("{'Node':'n1'}", service("'ID':'o1'"), ""),
            entry("{'Node':'n2'}", service("'ID':'o1'"), ""));

    assertThat(found.service().instances())
        .extracting(Instance::id)
        .containsExactly("n1/o1", "n2/o1");
    assertThat(found.nodes()).containsExactlyInAnyOrder("n1", "n2");
  }

  @Test
  void theServicesAddressComesBeforeItsNodes() {
    assertThat(one(entry(NODE, service("'Address':'10.0.0.1'"), "")).address())
        .isEqualTo("10.0.0.1");
    assertThat(one(entry(NODE, "{'Service':'orders','Port':80,'Address':''}", "")).address())
        .isEqualTo("10.1.0.1");
  }

  @ParameterizedTest
  @CsvSource({"[fd00::1], fd00::1", "fd00::1, fd00::1", "db.example.com, db.example.com"})
  void anAddressIsToldAsItIsSaveForBrackets(String said, String told) {
    assertThat(one(entry(NODE, service("'Address':'" + said + "'"), "")).address()).isEqualTo(told);
  }

  @Test
  void aTaggedAddressIsTakenByChoiceWithItsOwnPort() {
    var tagged =
        service(
            "'Address':'10.0.0.1',"
                + "'TaggedAddresses':{'wan':{'Address':'203.0.113.9','Port':9080}}");

    assertThat(one(entry(NODE, tagged, "")).address()).isEqualTo("10.0.0.1");
    assertThat(one(choosing("wan"), entry(NODE, tagged, "")))
        .hasFieldOrPropertyWithValue("address", "203.0.113.9")
        .extracting(Instance::ports)
        .isEqualTo(ports(Instance.PRIMARY, 9080));
    assertThat(one(choosing("lan_ipv6"), entry(NODE, tagged, "")))
        .hasFieldOrPropertyWithValue("address", "10.0.0.1")
        .extracting(Instance::ports)
        .isEqualTo(ports(Instance.PRIMARY, 8080));
  }

  @Test
  void aNodesTaggedAddressStandsInForTheServices() {
    var node = "{'Node':'n1','Address':'10.1.0.1','TaggedAddresses':{'wan':'203.0.113.1'}}";

    assertThat(one(choosing("wan"), entry(node, service("'Address':''"), "")).address())
        .isEqualTo("203.0.113.1");
  }

  @ParameterizedTest
  @CsvSource({
    "passing, passing, UP",
    "passing, warning, UP",
    "warning, critical, FAILED",
    "passing, starting, FAILED",
    "passing, '', FAILED",
  })
  void theWorstCheckCounts(String first, String second, Status status) {
    assertThat(one(entry(NODE, service(""), check("a", first) + "," + check("b", second))).status())
        .isEqualTo(status);
  }

  @Test
  void withoutChecksItIsUp() {
    assertThat(one(entry(NODE, service(""), "")).status()).isEqualTo(Status.UP);
    assertThat(one("{'Node':" + NODE + ",'Service':" + service("") + "}").status())
        .isEqualTo(Status.UP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"_node_maintenance", "_service_maintenance:o1"})
  void maintenanceIsOutWhateverElseFails(String maintenance) {
    var checks = check("a", "critical") + "," + check(maintenance, "critical");

    assertThat(one(entry(NODE, service(""), checks)).status()).isEqualTo(Status.OUT);
  }

  @Test
  void statusesAreAdmittedByChoice() {
    var onlyPassing = new Choices(Set.of(Health.PASSING), Optional.empty());
    var all =
        new Choices(Set.of(Health.PASSING, Health.WARNING, Health.CRITICAL), Optional.empty());

    assertThat(one(onlyPassing, entry(NODE, service(""), check("a", "warning"))).status())
        .isEqualTo(Status.FAILED);
    assertThat(one(all, entry(NODE, service(""), check("a", "critical"))).status())
        .isEqualTo(Status.UP);
    assertThat(one(all, entry(NODE, service(""), check("_node_maintenance", "critical"))).status())
        .isEqualTo(Status.OUT);
  }

  @ParameterizedTest
  @CsvSource({"passing, 10, UP", "warning, 3, UP", "critical, 3, FAILED"})
  void theWeightGoesByTheStatus(String status, double weight, Status told) {
    var weighted = service("'Weights':{'Passing':10,'Warning':3}");

    assertThat(one(entry(NODE, weighted, check("a", status))))
        .hasFieldOrPropertyWithValue("weight", weight)
        .hasFieldOrPropertyWithValue("status", told);
  }

  @Test
  void aWeightOfZeroIsSomebodysWordToSendNothing() {
    var weighted = service("'Weights':{'Passing':10,'Warning':0}");

    assertThat(one(entry(NODE, weighted, check("a", "warning"))).status()).isEqualTo(Status.OUT);
    assertThat(one(entry(NODE, service("'Weights':null"), "")).weight()).isEqualTo(1);
  }

  @Test
  void namedPortsAreRolesAndTheDefaultOneIsThePrimary() {
    var service =
        "{'Service':'orders','Address':'10.0.0.1','Port':8080,'Ports':[{'Name':'http',"
            + "'Port':8080,'Default':true},{'Name':'secure','Port':8443,'Default':false},"
            + "{'Name':'admin','Port':9000}]}";

    assertThat(one(entry(NODE, service, "")).ports())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(Instance.PRIMARY, 8080, Instance.SECURE, 8443, "admin", 9000));
  }

  @Test
  void aPortThatSpeaksTlsIsSaidSoInTheMetadata() {
    assertThat(one(entry(NODE, service("'Meta':{'secure':'true'}"), "")).ports())
        .isEqualTo(ports(Instance.SECURE, 8080));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "65536", "'http'", "null", "{}", "1e99"})
  void whatHasNoPortCostsItselfAlone(String port) {
    var broken = "{'Service':'orders','ID':'o2','Address':'10.0.0.2','Port':" + port + "}";
    var found = found(entry(NODE, service("'ID':'o1'"), ""), entry(NODE, broken, ""));

    assertThat(found.service().instances()).extracting(Instance::id).containsExactly("n1/o1");
    assertThat(found.flaws())
        .containsExactly(new Flaw(ORDERS, "n1/o2", "it has a port that is none from 1 to 65535"));
  }

  @Test
  void whatHasNoAddressIsAFlaw() {
    assertThat(found(entry("{'Node':'n1'}", "{'Service':'orders','Port':80}", "")).flaws())
        .containsExactly(
            new Flaw(ORDERS, "n1/orders", "neither the service nor its node has an address"));
  }

  @Test
  void metadataAndTagsAreMetadata() {
    var tagged =
        service(
            "'Tags':['version=v9','zone=a','blue','=x'],'Meta':{'version':'v1','protocol':'grpc'}");

    assertThat(one(entry(NODE, tagged, "")).metadata())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "version", "v1",
                "protocol", "grpc",
                "zone", "a",
                "tags", "=x,blue,version=v9,zone=a"));
  }

  @Test
  void theOrderOfTagsMakesNoDifference() {
    assertThat(found(entry(NODE, service("'Tags':['a','b']"), "")))
        .isEqualTo(found(entry(NODE, service("'Tags':['b','a']"), "")));
  }

  @Test
  void theZoneIsRegionAndZone() {
    var located = service("'Locality':{'Region':'eu-1','Zone':'eu-1a'}");

    assertThat(one(entry(NODE, located, "")).locality()).isEqualTo("eu-1/eu-1a");
    assertThat(one(entry(NODE, service(""), "")).locality()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Kind':'connect-proxy'",
        "'Kind':'mesh-gateway'",
        "'Kind':'terminating-gateway'",
        "'Kind':'ingress-gateway'",
        "'Kind':'api-gateway'",
        "'Meta':{'external-source':'kubernetes'}",
        "'Meta':{'managed-by':'consul-k8s-endpoints-controller'}"
      })
  void consulsMeshAndKubernetesOwnAreNotTold(String kind) {
    var found = found(entry(NODE, service(kind), ""));

    assertThat(found.ours()).isFalse();
    assertThat(found.service().instances()).isEmpty();
    assertThat(found.flaws()).isEmpty();
  }

  @Test
  void whatTheSyncOfKubernetesTaggedIsNotToldButWhatOthersTaggedSoIs() {
    assertThat(found(entry("{'Node':'k8s-sync'}", service("'Tags':['k8s']"), "")).ours()).isFalse();
    assertThat(found(entry(NODE, service("'Tags':['k8s']"), "")).ours()).isTrue();
  }

  @Test
  void aServiceThatIsPartlyInKubernetesIsToldWithoutThatPart() {
    var found =
        found(
            entry(NODE, service("'ID':'o1'"), ""),
            entry(NODE, service("'ID':'o2','Meta':{'external-source':'kubernetes'}"), ""));

    assertThat(found.ours()).isTrue();
    assertThat(found.service().instances()).extracting(Instance::id).containsExactly("n1/o1");
  }

  @Test
  void aServiceWithoutInstancesIsOneAllTheSame() {
    assertThat(found().ours()).isTrue();
    assertThat(found().service().instances()).isEmpty();
  }

  @Test
  void aServiceOfTheSameNameInAnotherCaseIsAnotherOne() {
    var other = "{'Service':'ORDERS','ID':'o2','Address':'10.0.0.2','Port':80}";

    assertThat(found(entry(NODE, service("'ID':'o1'"), ""), entry(NODE, other, "")).service())
        .extracting(service -> service.instances().size())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "7",
        "'text'",
        "null",
        "{'Node':7,'Service':'x','Checks':{'a':1}}",
        "{'Node':{'Node':[]},'Service':{'Service':'orders','Meta':7,'Tags':{'a':1},'Ports':7}}"
      })
  void rubbishBesideAnInstanceCostsItselfAlone(String rubbish) {
    var found = found(entry(NODE, service("'ID':'o1'"), ""), rubbish);

    assertThat(found.service().instances()).extracting(Instance::id).containsExactly("n1/o1");
    assertThat(found.flaws()).hasSize(1);
  }

  @Test
  void metadataThatIsTooLongIsLeftOutAndTold() {
    var found =
        found(
            entry(
                NODE, service("'ID':'o1','Meta':{'a':'b','long':'" + "x".repeat(9999) + "'}"), ""));

    assertThat(found.service().instances())
        .singleElement()
        .extracting(Instance::metadata)
        .isEqualTo(new TreeMap<>(Map.of("a", "b")));
    assertThat(found.flaws())
        .containsExactly(new Flaw(ORDERS, "n1/o1", "its metadata long is too long"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "7", "null", "{'a':[]}"})
  void whatIsNoListIsNoAnswer(String json) {
    assertThatThrownBy(() -> decode(json, BY_DEFAULT)).isInstanceOf(Unexpected.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[{", "[{}", "[{'Node':}]", "x"})
  void whatIsNoJsonIsNoAnswer(String json) {
    assertThatThrownBy(() -> decode(json, BY_DEFAULT)).isInstanceOf(JacksonException.class);
  }

  @Test
  void seesThatAnInstanceIsMissing() {
    var both = found(entry(NODE, service("'ID':'o1'"), ""), entry(NODE, service("'ID':'o2'"), ""));
    var first = found(entry(NODE, service("'ID':'o1'"), ""));

    assertThat(first.lacks(both)).isTrue();
    assertThat(both.lacks(first)).isFalse();
    assertThat(first.lacks(first)).isFalse();
  }

  private static Choices choosing(String tag) {
    return new Choices(BY_DEFAULT.admitted(), Optional.of(tag));
  }

  private static Map<String, Integer> ports(String role, int port) {
    return new TreeMap<>(Map.of(role, port));
  }

  private static String service(String more) {
    var own = "'Service':'orders'";
    var address = more.contains("'Address'") ? "" : ",'Address':'10.0.0.1'";
    return "{" + own + address + ",'Port':8080" + (more.isEmpty() ? "" : "," + more) + "}";
  }

  private static String check(String id, String status) {
    return "{'CheckID':'" + id + "','Status':'" + status + "'}";
  }

  private static String entry(String node, String service, String checks) {
    return "{'Node':" + node + ",'Service':" + service + ",'Checks':[" + checks + "]}";
  }

  private static Instance one(String entry) {
    return one(BY_DEFAULT, entry);
  }

  private static Instance one(Choices choices, String entry) {
    return found(choices, entry).service().instances().get(0);
  }

  private static Found found(String... entries) {
    return found(BY_DEFAULT, entries);
  }

  private static Found found(Choices choices, String... entries) {
    try {
      return decode("[" + String.join(",", entries) + "]", choices);
    } catch (Unexpected e) {
      throw new AssertionError(e);
    }
  }

  private static Found decode(String json, Choices choices) throws Unexpected {
    var text = json.replace('\'', '"');
    try (var parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      return Found.decode(parser, ORDERS, choices);
    }
  }
}
