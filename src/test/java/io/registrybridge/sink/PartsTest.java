package io.registrybridge.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.mesh.Form;
import io.registrybridge.mesh.Keys;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Port;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PartsTest {

  private static final MeshService ORDERS =
      Sample.service("mesh", "orders", "10.0.0.1", "10.0.0.2");

  @ParameterizedTest
  @MethodSource("io.registrybridge.sink.NastyServices#seeds")
  void areTogetherWhatTheyWereMadeOf(long seed) {
    var service = NastyServices.of("mesh", seed);

    var standing = Parts.all(service).map(PartsTest::standing).toList();

    assertThat(Parts.whole(standing, "7").flatMap(Standing::service)).contains(service);
  }

  @ParameterizedTest
  @MethodSource("io.registrybridge.sink.NastyServices#seeds")
  void haveLegalNamesAndLabels(long seed) {
    var service = NastyServices.of("mesh", seed).in(Form.WORKLOADS);

    assertThat(Parts.workloads(service)).hasSameSizeAs(service.spec().endpoints());
    assertThat(Parts.workloads(service).keySet())
        .allMatch(id -> id.name().length() <= 253)
        .allMatch(id -> id.name().matches("[a-z0-9.-]+\\.[0-9a-f]{20}"));
  }

  @Test
  void ofHostsOfAnyLengthAreSelectedByLabelsOfTheirOwn() {
    var label = "a".repeat(63);
    var hosts =
        List.of(
            label,
            label + "." + label + "." + label + ".mesh",
            label + "." + label + "." + label + "." + "b".repeat(61),
            label + "." + label + "." + label + "." + "c".repeat(61));

    var values = hosts.stream().map(Workloads::label).toList();

    assertThat(values)
        .doesNotHaveDuplicates()
        .allMatch(value -> value.matches("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?"));
    for (var host : hosts) {
      var id = ResourceId.serviceEntry("mesh", host);
      var workloads = new Workloads(id, ORDERS.origins()).of(ORDERS.spec().endpoints());
      assertThat(workloads).hasSize(2).allSatisfy((key, part) -> readsBack(key, part, id));
    }
  }

  private static void readsBack(ResourceId key, MeshService part, ResourceId service) {
    var read = ManifestReader.read(Manifest.of(part, "ours"), "7");
    assertThat(key.name().length()).isLessThanOrEqualTo(253);
    assertThat(read.service()).contains(part);
    assertThat(Parts.of(read)).contains(service);
  }

  @Test
  void keepTheirNamesWhateverIsSaidOfAnInstance() {
    var before = Parts.workloads(ORDERS.in(Form.WORKLOADS)).keySet();
    var relabelled =
        ORDERS.spec().endpoints().stream()
            .map(one -> one.withLabels(new TreeMap<>(Map.of(Keys.from("core"), "dc1"))))
            .map(one -> one.withPorts(new TreeMap<>(Map.of("grpc", 8080))))
            .toList();

    var after = ORDERS.with(ORDERS.spec().with(List.of(new Port("grpc", 80, "GRPC")), relabelled));

    assertThat(Parts.workloads(after.in(Form.WORKLOADS)).keySet()).isEqualTo(before);
    var other = Sample.service("mesh", "other", "10.0.0.1", "10.0.0.2").in(Form.WORKLOADS);
    assertThat(Parts.workloads(other).keySet()).doesNotContainAnyElementsOf(before);
  }

  @Test
  void haveTwoNamesWhereTwoInstancesAreAlike() {
    var one = ORDERS.spec().endpoints().get(0);
    var twin = one.withPorts(new TreeMap<>(Map.of("grpc", 8080)));
    var alike = ORDERS.with(ORDERS.spec().with(ORDERS.spec().ports(), List.of(one, twin)));

    assertThat(Parts.workloads(alike.in(Form.WORKLOADS)).values())
        .extracting(part -> part.spec().endpoints().get(0))
        .containsExactlyInAnyOrder(one, twin);
  }

  @Test
  void thatDifferAreRagged() {
    var standing = new ArrayList<>(Parts.all(ORDERS.in(Form.bothSince(Instant.EPOCH))).toList());
    standing.remove(1);

    var whole = Parts.whole(standing.stream().map(PartsTest::standing).toList(), "7");

    assertThat(whole.flatMap(Standing::service)).contains(ORDERS.in(Form.RAGGED));
    assertThat(Parts.whole(List.of(standing(standing.get(0))), "7").flatMap(Standing::service))
        .as("since it was both, though nothing stands beside it")
        .contains(ORDERS.in(Form.RAGGED));
  }

  @Test
  void ofTwoServicesAreNotOne() {
    var other = Sample.service("mesh", "other", "10.0.0.1").in(Form.WORKLOADS);
    var mixed =
        Stream.concat(Parts.all(ORDERS), Parts.workloads(other).values().stream())
            .map(PartsTest::standing)
            .toList();

    assertThat(Parts.whole(mixed, "7")).isEmpty();
  }

  private static Standing standing(MeshService part) {
    return ManifestReader.read(Manifest.of(part, "ours"), "7");
  }
}
