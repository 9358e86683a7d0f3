package io.registrybridge.sink.mcp;

import static io.registrybridge.sink.mcp.AskingIstiod.ALL;
import static io.registrybridge.sink.mcp.AskingIstiod.MESH_CONFIG;
import static io.registrybridge.sink.mcp.AskingIstiod.SERVICE_ENTRY;
import static io.registrybridge.sink.mcp.AskingIstiod.WORKLOAD_ENTRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.registrybridge.mesh.Form;
import io.registrybridge.mesh.Istiod;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Sample;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract with istiod, over a real connection. */
class StreamsTest {

  private static final String NODE = "sidecar~10.0.0.9~istiod-1.istio-system~x";

  private final Streams streams = new Streams(Clock.systemUTC());
  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = NettyServerBuilder.forAddress(loopback).addService(streams).build().start();
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .usePlaintext()
            .build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void otherTypesAreAnsweredAtOnceWithNothingAndMeshConfigIsNot() {
    var istiod = AskingIstiod.connected(channel, NODE);

    await().until(() -> istiod.responses().size() >= ALL.size() - 3);

    assertThat(istiod.responses())
        .extracting(DiscoveryResponse::getTypeUrl)
        .containsExactlyElementsOf(
            ALL.stream()
                .filter(type -> !List.of(MESH_CONFIG, SERVICE_ENTRY, WORKLOAD_ENTRY).contains(type))
                .toList());
    assertThat(istiod.responses()).allMatch(response -> response.getResourcesCount() == 0);
    assertThat(istiod.responses()).extracting(DiscoveryResponse::getNonce).doesNotHaveDuplicates();
  }

  @Test
  void whatTheBridgeHasIsAnsweredWhenItIsKnown() {
    var istiod = AskingIstiod.connected(channel, NODE);
    istiod.response("networking.istio.io/v1/WorkloadGroup", 1);
    assertThat(istiod.responses(SERVICE_ENTRY)).isEmpty();
    assertThat(streams.audience().answered()).isFalse();

    publish(service("orders", "10.0.0.1"));

    assertThat(names(istiod.response(SERVICE_ENTRY, 1))).containsExactly("mesh/orders.shop.mesh");
    assertThat(istiod.response(WORKLOAD_ENTRY, 1).getResourcesCount()).isZero();
    assertThat(streams.audience().answered()).isTrue();
  }

  @Test
  void whoComesLaterIsAnsweredAtOnce() {
    publish(service("orders", "10.0.0.1"));

    var istiod = AskingIstiod.connected(channel, NODE);

    assertThat(names(istiod.response(SERVICE_ENTRY, 1))).containsExactly("mesh/orders.shop.mesh");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v1beta1", "v1alpha3"})
  void anyVersionOfATypeIsAnsweredInThatVersionWithTheSame(String version) {
    publish(service("orders", "10.0.0.1"));
    var type = "networking.istio.io/" + version + "/ServiceEntry";
    var istiod = AskingIstiod.silent(channel, NODE);
    istiod.read(2);
    istiod.ask(SERVICE_ENTRY);

    istiod.ask(type);

    assertThat(istiod.latest(type).getResourcesList())
        .hasSize(1)
        .isEqualTo(istiod.response(SERVICE_ENTRY, 1).getResourcesList());
  }

  @Test
  void eachPushIsTheFullSet() {
    publish(service("orders", "10.0.0.1"), service("billing", "10.0.0.2"));
    var istiod = AskingIstiod.connected(channel, NODE);
    var first = istiod.response(SERVICE_ENTRY, 1);

    publish(service("orders", "10.0.0.1", "10.0.0.3"), service("billing", "10.0.0.2"));

    var second = istiod.response(SERVICE_ENTRY, 2);
    assertThat(names(second)).containsExactly("mesh/billing.shop.mesh", "mesh/orders.shop.mesh");
    assertThat(second.getVersionInfo()).isNotEqualTo(first.getVersionInfo());
    assertThat(second.getNonce()).isNotEqualTo(first.getNonce());
    assertThat(versions(second).get(0)).isEqualTo(versions(first).get(0));
    assertThat(versions(second).get(1)).isNotEqualTo(versions(first).get(1));

    publish(service("orders", "10.0.0.1", "10.0.0.3"));

    assertThat(names(istiod.response(SERVICE_ENTRY, 3))).containsExactly("mesh/orders.shop.mesh");
  }

  @Test
  void whatDidNotChangeIsNotPushed() {
    publish(service("orders", "10.0.0.1"));
    var istiod = AskingIstiod.connected(channel, NODE);
    istiod.response(SERVICE_ENTRY, 1);

    publish(service("orders", "10.0.0.1"));
    publish(service("orders", "10.0.0.2"));

    assertThat(istiod.response(SERVICE_ENTRY, 2).getVersionInfo())
        .isEqualTo(latest().of(type()).version());
    istiod.response(WORKLOAD_ENTRY, 1);
    assertThat(istiod.responses(WORKLOAD_ENTRY)).hasSize(1);
  }

  @Test
  void whoIsSlowToAnswerGetsTheLatestAndNoneOfThoseBetween() {
    publish(service("orders", "10.0.0.1"));
    var istiod = AskingIstiod.silent(channel, NODE);
    istiod.read(10);
    istiod.ask(SERVICE_ENTRY);
    var first = istiod.response(SERVICE_ENTRY, 1);

    publish(service("orders", "10.0.0.2"));
    publish(service("orders", "10.0.0.3"));
    publish(service("orders", "10.0.0.4"));
    istiod.ask(WORKLOAD_ENTRY);
    istiod.response(WORKLOAD_ENTRY, 1);
    assertThat(istiod.responses(SERVICE_ENTRY)).hasSize(1);
    istiod.acknowledge(first);

    assertThat(istiod.response(SERVICE_ENTRY, 2).getVersionInfo())
        .isEqualTo(latest().of(type()).version());
  }

  @Test
  void whoIsSlowToReadGetsTheLatestAndNoneOfThoseBetween() {
    var large = IntStream.range(0, 5_000).mapToObj(number -> "s" + number).toList();
    var istiod = AskingIstiod.silent(channel, NODE);
    // Not read, so that the connection fills up with the first of them.
    ALL.forEach(istiod::ask);
    await().until(() -> !streams.audience().istiods().isEmpty());
    for (var round = 1; round <= 5; round++) {
      var address = "10.0.0." + round;
      publish(large.stream().map(name -> service(name, address)).toArray(MeshService[]::new));
    }

    istiod.read(1_000);

    await()
        .until(
            () ->
                istiod.latest(SERVICE_ENTRY).getVersionInfo().equals(latest().of(type()).version())
                    || acknowledgedAll(istiod));
    assertThat(istiod.latest(SERVICE_ENTRY).getVersionInfo())
        .isEqualTo(latest().of(type()).version());
    assertThat(istiod.responses(SERVICE_ENTRY)).hasSizeLessThan(4);
    istiod.response("networking.istio.io/v1/WorkloadGroup", 1); // asked for last
  }

  private static boolean acknowledgedAll(AskingIstiod istiod) {
    istiod.responses(SERVICE_ENTRY).forEach(istiod::acknowledge);
    return false;
  }

  @Test
  void whoTakesNothingOfMuchKeepsNoOtherFromIt() {
    var stuck = AskingIstiod.silent(channel, "stuck");
    stuck.ask(SERVICE_ENTRY);
    await().until(() -> streams.audience().istiods().size() == 1);
    publish(service("orders", addresses(20_000)));
    var other = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort());
    var elsewhere = other.maxInboundMessageSize(Integer.MAX_VALUE).usePlaintext().build();
    try {
      var istiod = AskingIstiod.connected(elsewhere, NODE);
      assertThat(istiod.response(SERVICE_ENTRY, 1).getSerializedSize()).isGreaterThan(1 << 20);

      publish(service("orders", addresses(20_001)));

      assertThat(istiod.response(SERVICE_ENTRY, 2).getSerializedSize()).isGreaterThan(1 << 20);
      assertThat(stuck.responses()).isEmpty();
    } finally {
      elsewhere.shutdownNow();
    }
  }

  private static String[] addresses(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> "10.1.%d.%d".formatted(number / 250, number % 250))
        .toArray(String[]::new);
  }

  @Test
  void anAnswerToSomethingOlderIsNoAnswer() {
    publish(service("orders", "10.0.0.1"));
    var istiod = AskingIstiod.silent(channel, NODE);
    istiod.read(10);
    istiod.ask(SERVICE_ENTRY);
    var first = istiod.response(SERVICE_ENTRY, 1);
    publish(service("orders", "10.0.0.2"));

    istiod.answer(first, "older");
    istiod.ask(WORKLOAD_ENTRY);
    istiod.response(WORKLOAD_ENTRY, 1);

    assertThat(istiod.responses(SERVICE_ENTRY)).hasSize(1);
    assertThat(only().version()).isEmpty();
  }

  @Test
  void whatIsRefusedIsNotSentAgainButTheNextOneIs() {
    publish(service("orders", "10.0.0.1"));
    var istiod = AskingIstiod.silent(channel, NODE);
    istiod.read(10);
    istiod.ask(SERVICE_ENTRY);

    istiod.refuse(istiod.response(SERVICE_ENTRY, 1), "not\nlike this");
    istiod.ask(WORKLOAD_ENTRY);
    istiod.response(WORKLOAD_ENTRY, 1);
    assertThat(istiod.responses(SERVICE_ENTRY)).hasSize(1);
    publish(service("orders", "10.0.0.2"));

    istiod.response(SERVICE_ENTRY, 2);
    assertThat(only().version()).isEmpty();
  }

  @Test
  void tellsWhoHasTakenWhatAndHowFarBehindTheyAre() {
    publish(service("orders", "10.0.0.1"));
    var slow = AskingIstiod.silent(channel, "slow");
    slow.read(10);
    slow.ask(SERVICE_ENTRY);
    var quick = AskingIstiod.connected(channel, "quick");
    slow.acknowledge(slow.response(SERVICE_ENTRY, 1));
    var version = quick.response(SERVICE_ENTRY, 1).getVersionInfo();
    await().until(() -> istiods().stream().allMatch(one -> one.version().equals(version)));
    await()
        .untilAsserted(
            () -> assertThat(istiods()).extracting(Istiod::lag).containsOnly(Duration.ZERO));

    publish(service("orders", "10.0.0.2"));

    await().until(() -> !istiods().get(0).version().equals(version));
    assertThat(istiods()).extracting(Istiod::node).containsExactly("quick", "slow");
    await().until(() -> istiods().get(0).lag().isZero());
    assertThat(istiods().get(1).version()).isEqualTo(version);
    await().until(() -> istiods().get(1).lag().toNanos() > 0);
  }

  @Test
  void whoIsGoneIsNotToldOfAnyMore() {
    var istiod = AskingIstiod.connected(channel, NODE);
    await().until(() -> istiods().size() == 1);

    istiod.close();

    await().until(() -> istiods().isEmpty());
  }

  @Test
  void aConnectionThatEndsLateTakesNothingFromTheOneThatReplacedIt() {
    var before = AskingIstiod.connected(channel, NODE);
    var after = AskingIstiod.connected(channel, NODE);
    await().until(() -> istiods().size() == 2);

    before.close();
    await().until(() -> istiods().size() == 1);
    publish(service("orders", "10.0.0.1"));

    assertThat(names(after.response(SERVICE_ENTRY, 1))).hasSize(1);
  }

  @Test
  void whoAsksForMoreTypesThanThereAreIsSentAway() {
    var stranger = AskingIstiod.silent(channel, NODE);
    stranger.read(1_000);

    IntStream.range(0, 100).forEach(number -> stranger.ask("x.io/v1/K" + letters(number)));

    await().until(() -> stranger.failure().isPresent());
    assertThat(Status.fromThrowable(stranger.failure().orElseThrow()).getCode())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    await().until(() -> istiods().isEmpty());
  }

  private static String letters(int number) {
    return "" + (char) ('a' + number / 26) + (char) ('a' + number % 26);
  }

  @Test
  void whatEnvoyAsksForIsNotAnswered() {
    var stranger = AskingIstiod.silent(channel, NODE);
    stranger.read(10);

    stranger.ask("type.googleapis.com/envoy.config.cluster.v3.Cluster");
    stranger.ask("");
    stranger.ask("networking.istio.io/v1/Gateway");

    stranger.response("networking.istio.io/v1/Gateway", 1);
    assertThat(stranger.responses()).hasSize(1);
    assertThat(stranger.over()).isFalse();
  }

  @Test
  void whatIsSelectedIsTakenBeforeItIsSelected() {
    publish(service("orders", "10.0.0.1"));
    var istiod = AskingIstiod.silent(channel, NODE);
    istiod.read(100);
    ALL.forEach(istiod::ask);
    istiod.acknowledge(istiod.response(SERVICE_ENTRY, 1));
    istiod.acknowledge(istiod.response(WORKLOAD_ENTRY, 1));

    publish(service("orders", "10.0.0.1", "10.0.0.2").in(Form.WORKLOADS));

    var workloads = istiod.response(WORKLOAD_ENTRY, 2);
    assertThat(workloads.getResourcesCount()).isEqualTo(2);
    assertThat(istiod.responses(SERVICE_ENTRY)).hasSize(1);
    istiod.acknowledge(workloads);
    assertThat(selects(istiod.response(SERVICE_ENTRY, 2))).isTrue();
  }

  @Test
  void whatIsSelectedStaysUntilItIsSelectedNoMore() {
    var istiod = upToDate(service("orders", "10.0.0.1", "10.0.0.2").in(Form.WORKLOADS));

    publish(
        service("orders", "10.0.0.1", "10.0.0.2"),
        service("billing", "10.0.0.3").in(Form.WORKLOADS));

    var both = istiod.response(WORKLOAD_ENTRY, 2);
    assertThat(both.getResourcesCount()).as("one comes and none goes").isEqualTo(3);
    assertThat(istiod.responses(SERVICE_ENTRY)).hasSize(1);
    istiod.acknowledge(both);
    istiod.acknowledge(istiod.response(SERVICE_ENTRY, 2));
    assertThat(names(istiod.response(WORKLOAD_ENTRY, 3)))
        .allMatch(name -> name.startsWith("mesh/billing.shop.mesh."))
        .hasSize(1);
  }

  @Test
  @Tag("fault")
  void endpointsThatComeAndGoFasterThanTheyAreTakenKeepNoServiceWaitingAndDoNotPileUp() {
    var istiod = upToDate(service("orders", "10.0.0.1").in(Form.WORKLOADS));
    var billing = service("billing", "10.0.0.3").in(Form.WORKLOADS);

    for (var round = 2; round < 12; round++) {
      publish(service("orders", "10.0.1." + round).in(Form.WORKLOADS), billing);
      var workloads = istiod.response(WORKLOAD_ENTRY, round);
      publish(service("orders", "10.0.2." + round).in(Form.WORKLOADS), billing);
      assertThat(workloads.getResourcesCount()).isLessThanOrEqualTo(3);
      istiod.acknowledge(workloads);
      if (round == 2) {
        istiod.acknowledge(istiod.response(SERVICE_ENTRY, 2));
      }
    }

    assertThat(names(istiod.response(SERVICE_ENTRY, 2))).hasSize(2);
  }

  @Test
  void whatWasSelectedBeforeTheLastTimeIsNotToldAgain() {
    var istiod = upToDate(service("orders", "10.0.0.1").in(Form.WORKLOADS));

    for (var round = 2; round < 12; round++) { // each has other ServiceEntries, and other endpoints
      publish(service("orders-" + round, "10.0.1." + round).in(Form.WORKLOADS));
      var workloads = istiod.response(WORKLOAD_ENTRY, round);
      assertThat(workloads.getResourcesCount()).isLessThanOrEqualTo(2);
      istiod.acknowledge(workloads);
      var services = istiod.response(SERVICE_ENTRY, round);
      publish(service("orders-" + (round + 1), "10.0.1." + (round + 1)).in(Form.WORKLOADS));
      istiod.acknowledge(services);
    }
  }

  @Test
  void anEndpointMoreOrLessIsOneMessage() {
    publish(service("orders", "10.0.0.1", "10.0.0.2").in(Form.WORKLOADS));
    var istiod = AskingIstiod.connected(channel, NODE);
    istiod.response(SERVICE_ENTRY, 1);
    await().until(() -> only().lag().isZero());

    publish(service("orders", "10.0.0.2", "10.0.0.3").in(Form.WORKLOADS));

    assertThat(istiod.response(WORKLOAD_ENTRY, 2).getResourcesCount()).isEqualTo(2);
    await().until(() -> only().lag().isZero());
    assertThat(istiod.responses(SERVICE_ENTRY)).hasSize(1);
    assertThat(istiod.responses(WORKLOAD_ENTRY)).hasSize(2);
  }

  /** One that has taken what there is, and answers nothing any more by itself. */
  private AskingIstiod upToDate(MeshService... services) {
    publish(services);
    var istiod = AskingIstiod.silent(channel, NODE);
    istiod.read(100);
    ALL.forEach(istiod::ask);
    istiod.acknowledge(istiod.response(WORKLOAD_ENTRY, 1));
    istiod.acknowledge(istiod.response(SERVICE_ENTRY, 1));
    await().until(() -> only().lag().isZero());
    return istiod;
  }

  private static boolean selects(DiscoveryResponse response) {
    return AskingIstiod.resources(response)
        .map(Decoded::body)
        .allMatch(entry -> entry.hasWorkloadSelector() && entry.getEndpointsCount() == 0);
  }

  private Snapshot latest() {
    return streams.latest().orElseThrow();
  }

  private List<Istiod> istiods() {
    return streams.audience().istiods();
  }

  private Istiod only() {
    assertThat(istiods()).hasSize(1);
    return istiods().get(0);
  }

  private static ResourceType type() {
    return ResourceType.of(SERVICE_ENTRY).orElseThrow();
  }

  private void publish(MeshService... services) {
    var standing =
        Arrays.stream(services)
            .map(
                service ->
                    new Standing(
                        service.id(),
                        "ours",
                        List.of(service.spec().host()),
                        Optional.of(service),
                        "1"))
            .toList();
    streams.publish(streams.latest().orElse(Snapshot.EMPTY).next(Actual.of(standing), Map.of()));
  }

  private static MeshService service(String name, String... addresses) {
    return Sample.service("mesh", name, addresses);
  }

  private static List<String> names(DiscoveryResponse response) {
    return AskingIstiod.resources(response).map(one -> one.getMetadata().getName()).toList();
  }

  private static List<String> versions(DiscoveryResponse response) {
    return AskingIstiod.resources(response).map(one -> one.getMetadata().getVersion()).toList();
  }
}
