package io.registrybridge.registry.dubbo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.curator.Part;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderNodesTest {

  private static final String ORDERS = "com.acme.Orders";

  private final ProviderNodes nodes = new ProviderNodes("rpc");
  private final Gap gap = new Gap.OfBranch(new ServiceKey("rpc", "", ORDERS), ":");

  @Test
  void onlyTheProvidersOfInterfacesAreRead() {
    assertThat(nodes.folder(ORDERS)).contains("com.acme.Orders/providers");
    assertThat(nodes.folder("metadata")).isEmpty();
    assertThat(nodes.folder("mapping")).isEmpty();
    assertThat(nodes.folder("config")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', com.acme.Orders",
    "version=1.0.0, com.acme.Orders:1.0.0",
    "version=1.0.0&group=blue, com.acme.Orders:1.0.0:blue",
    "group=blue, com.acme.Orders::blue",
    "version=0.0.0, com.acme.Orders",
    "version=0.0.0&group=blue, com.acme.Orders::blue"
  })
  void versionAndGroupArePartsOfTheName(String query, String name) {
    assertThat(part("dubbo://10.0.0.1:20880/x?" + query).services())
        .extracting(Service::key)
        .containsExactly(new ServiceKey("rpc", "", name));
  }

  @Test
  void eachVersionAndGroupIsAServiceOfItsOwn() {
    var part =
        part(
            "dubbo://10.0.0.1:20880/x?version=1&group=a",
            "dubbo://10.0.0.1:20880/x?version=2&group=a",
            "dubbo://10.0.0.2:20880/x?version=2&group=a");

    assertThat(part.services())
        .extracting(one -> one.key().name(), one -> one.instances().size())
        .containsExactly(tuple(ORDERS + ":1:a", 1), tuple(ORDERS + ":2:a", 2));
  }

  @Test
  void aRestartChangesNothing() {
    var before = part("dubbo://10.0.0.1:20880/x?version=1&pid=1&timestamp=100");
    var meanwhile =
        part(
            "dubbo://10.0.0.1:20880/x?version=1&pid=1&timestamp=100",
            "dubbo://10.0.0.1:20880/x?version=1&pid=2&timestamp=200");
    var after = part("dubbo://10.0.0.1:20880/x?version=1&pid=2&timestamp=200");

    assertThat(meanwhile).isEqualTo(before);
    assertThat(after).isEqualTo(before);
  }

  @Test
  void ofTwoLivesOfOneProviderTheLaterCounts() {
    assertThat(
            part(
                    "dubbo://10.0.0.1:20880/x?version=1&timestamp=200&weight=200",
                    "dubbo://10.0.0.1:20880/x?version=1&timestamp=100&weight=50")
                .services())
        .flatExtracting(Service::instances)
        .extracting(Instance::weight)
        .containsExactly(2.0);
  }

  @ParameterizedTest
  @CsvSource({
    "'', UP, 1",
    "weight=100, UP, 1",
    "weight=25, UP, 0.25",
    "weight=300, UP, 3",
    "weight=0, OUT, 0",
    "weight=-7, OUT, 0",
    "weight=much, UP, 1",
    "disabled=true, OUT, 1",
    "disabled=false, UP, 1",
    "enabled=false, OUT, 1",
    "dynamic=false, UP, 1"
  })
  void weightAndStatus(String query, Status status, double weight) {
    assertThat(instance("dubbo://10.0.0.1:20880/x?" + query))
        .hasFieldOrPropertyWithValue("status", status)
        .hasFieldOrPropertyWithValue("weight", weight);
  }

  @ParameterizedTest
  @CsvSource({"dubbo, tcp", "tri, grpc", "rest, http", "grpc, grpc", "thrift, tcp", "foo, foo"})
  void theSchemeIsAProtocolOfIstios(String scheme, String protocol) {
    var one = instance(scheme + "://10.0.0.1:20880/x?protocol=mongo&protocol.primary=mongo");

    assertThat(one.metadata()).isEqualTo(Map.of("protocol", protocol));
    assertThat(one.ports()).isEqualTo(Map.of(Instance.PRIMARY, 20880));
  }

  @Test
  void aProcessThatServesByTwoProtocolsIsOneInstanceWithTwoPorts() {
    var part =
        part(
            "tri://10.0.0.1:50051/x?pid=1",
            "dubbo://10.0.0.1:20880/x?pid=1",
            "dubbo://10.0.0.2:20880/x?pid=1");

    assertThat(part.services())
        .flatExtracting(Service::instances)
        .extracting(Instance::id, Instance::ports)
        .containsExactly(
            tuple("10.0.0.1:20880", Map.of(Instance.PRIMARY, 20880, "tri", 50051)),
            tuple("10.0.0.2:20880", Map.of(Instance.PRIMARY, 20880)));
    assertThat(part.services().get(0).instances().get(0).metadata())
        .isEqualTo(Map.of("protocol", "tcp", "protocol.tri", "grpc"));
  }

  @Test
  void twoProcessesOnOneHostAreTwoInstances() {
    assertThat(
            part(
                    "dubbo://10.0.0.1:20880/x?pid=1",
                    "dubbo://10.0.0.1:20881/x?pid=2",
                    "dubbo://10.0.0.1:20882/x?pid=2")
                .services())
        .flatExtracting(Service::instances)
        .extracting(Instance::id)
        .containsExactly("10.0.0.1:20880", "10.0.0.1:20881", "10.0.0.1:20882");
  }

  @Test
  void whatIsMalformedCostsItselfAndShowsNoPassword() {
    var part =
        part("dubbo://10.0.0.1:20880/x", "dubbo://scott:tiger@10.0.0.2/x", "override://0.0.0.0/x");

    assertThat(part.services()).flatExtracting(Service::instances).hasSize(1);
    assertThat(part.unreadable()).isEmpty();
    assertThat(part.flaws())
        .containsExactly(
            new Flaw(
                new ServiceKey("rpc", "", ORDERS), "10.0.0.2%2Fx", "its URL has no host and port"));
  }

  @Test
  void anInterfaceOfWhichNothingCanBeReadIsAGapOverItsVersionsAndGroups() {
    assertThat(part("nonsense").unreadable()).isEqualTo(Map.of(ORDERS, gap));
    assertThat(part().unreadable()).isEmpty();
    assertThat(part("override://0.0.0.0/x").unreadable()).isEmpty();
  }

  @Test
  void anInterfaceThatMayNotBeReadIsAGapOverItsVersionsAndGroups() {
    assertThat(nodes.gap(ORDERS + "/providers")).isEqualTo(gap);
    assertThat(gap.covers(new ServiceKey("rpc", "", ORDERS + ":1.0.0"))).isTrue();
    assertThat(gap.covers(new ServiceKey("rpc", "", ORDERS + "::blue"))).isTrue();
    assertThat(gap.covers(new ServiceKey("rpc", "", ORDERS + "Archive:1.0.0"))).isFalse();
  }

  private Instance instance(String url) {
    var instances = part(url).services().get(0).instances();
    assertThat(instances).hasSize(1);
    return instances.get(0);
  }

  private Part part(String... urls) {
    var entries = new TreeMap<String, ProviderNode>();
    List.of(urls).stream()
        .map(Dubbo::node)
        .forEach(name -> entries.put(name, nodes.entry(name, new byte[0])));
    return nodes.part(ORDERS + "/providers", entries);
  }
}
