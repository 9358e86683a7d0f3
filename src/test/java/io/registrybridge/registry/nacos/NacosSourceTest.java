package io.registrybridge.registry.nacos;

import static io.registrybridge.registry.nacos.ScriptedNacos.host;
import static io.registrybridge.registry.nacos.ScriptedNacos.hosts;
import static io.registrybridge.registry.nacos.ScriptedNacos.refusal;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.Reading;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Reading.Unavailable;
import io.registrybridge.registry.Registry;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server that answers as Nacos' own does, or as it should not, is taken to say. */
@Timeout(600)
class NacosSourceTest {

  private static final String PUBLIC = "public.DEFAULT_GROUP";

  private final ScriptedNacos nacos = new ScriptedNacos();
  private final Registry registry = open();

  @AfterEach
  void close() {
    registry.close();
    nacos.close();
  }

  /** Never polled, so that what is seen was notified of or refreshed. */
  private Registry open(String... others) {
    var settings = new String[others.length + 4];
    System.arraycopy(others, 0, settings, 4, others.length);
    settings[0] = "server=127.0.0.1";
    settings[1] = "grpc-port=" + nacos.port();
    settings[2] = "interval=1h";
    settings[3] = "timeout=20s";
    return NacosRegistries.of("cn", Given.settings(settings), Given.NO_BUNDLES, Clock.systemUTC());
  }

  @Test
  void tellsHealthEnabledAndWeightApart() {
    nacos.has(
        "orders",
        hosts(
            host("10.0.0.1", "\"weight\":0.5"),
            host("10.0.0.2", "\"healthy\":false"),
            host("10.0.0.3", "\"enabled\":false"),
            host("10.0.0.4", "\"weight\":0.0"),
            host("10.0.0.5", "\"enabled\":false,\"healthy\":false")));

    assertThat(refreshed()).isInstanceOf(Complete.class);
    assertThat(instances("orders"))
        .extracting(Instance::address, Instance::status)
        .containsExactly(
            tuple("10.0.0.1", Status.UP),
            tuple("10.0.0.2", Status.FAILED),
            tuple("10.0.0.3", Status.OUT),
            tuple("10.0.0.4", Status.OUT),
            tuple("10.0.0.5", Status.OUT));
    assertThat(instances("orders").get(0).weight()).isEqualTo(0.5);
  }

  @Test
  @Tag("fault")
  void saysThatTheProtectionThresholdIsInForce() {
    nacos.has("orders", "\"reachProtectionThreshold\":true," + hosts(host("10.0.0.1")));

    assertThat(refreshed()).isInstanceOf(Complete.class);
    assertThat(instances("orders")).extracting(Instance::status).containsExactly(Status.UP);
    assertThat(flaws())
        .singleElement()
        .satisfies(
            flaw -> {
              assertThat(flaw.subject()).isEqualTo("protection threshold");
              assertThat(flaw.reason()).contains("unhealthy instances as healthy");
            });
  }

  @Test
  void aNamespaceThatListsNothingIsEmptyAndRemarkedUpon() {
    assertThat(refreshed()).isInstanceOf(Complete.class);
    assertThat(flaws()).extracting(Flaw::reason).singleElement().asString().contains("not exist");
  }

  @Test
  @Tag("fault")
  void aListingThatIsShorterThanItsCountIsAGap() {
    nacos.has("orders", hosts(host("10.0.0.1")));
    nacos.has("stock", hosts(host("10.0.1.1")));
    refreshed();
    nacos.answers("ServiceListRequest", question -> names(3, "orders", "users"));
    nacos.has("users", hosts(host("10.0.2.1")));

    assertThat(refreshed().gaps()).containsExactly(new Gap.OfPartition("cn", PUBLIC));
    assertThat(latest().reason()).contains("should list 3 services by its own count and lists 2");
    assertThat(latest().catalog().services()).containsKeys(key("stock"), key("users"));

    nacos.answersAsUsual();

    assertThat(refreshed()).isInstanceOf(Complete.class);
    assertThat(latest().catalog().services()).hasSize(3);
  }

  @Test
  void aListingThatChangesBetweenItsPagesIsReadOnceMore() {
    var many = IntStream.range(0, 10_000).mapToObj(number -> "s" + number).toArray(String[]::new);
    var count = new AtomicInteger(10_001);
    nacos.answers(
        "ServiceListRequest",
        question ->
            question.path("pageNo").asInt() == 1
                ? names(count.get(), many)
                : names(count.incrementAndGet(), "last"));
    nacos.answers("SubscribeServiceRequest", question -> refusal(500, "busy"));

    assertThat(refreshed()).isInstanceOf(Unavailable.class);
    assertThat(latest().reason()).contains("changed while it was listed");
    assertThat(nacos.questions("ServiceListRequest")).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void aCountThatIsNeverReachedIsNotPursued() {
    nacos.answers("ServiceListRequest", question -> names(2_000_000_000, "orders"));
    nacos.has("orders", hosts(host("10.0.0.1")));

    assertThat(refreshed().gaps()).containsExactly(new Gap.OfPartition("cn", PUBLIC));
    assertThat(instances("orders")).hasSize(1);
    assertThat(nacos.questions("ServiceListRequest")).hasSizeLessThan(10);
  }

  @Test
  void oneGroupThatIsRefusedIsAGapAndTheOtherFlows() {
    nacos.has("orders", hosts(host("10.0.0.1")));
    nacos.answers(
        "ServiceListRequest",
        question ->
            question.path("groupName").asString().equals("B")
                ? refusal(403, "authorization failed!")
                : null);
    try (var both = open("groups=A,B")) {
      both.refresh();

      var reading = both.latest().reading();
      assertThat(reading.gaps()).containsExactly(new Gap.OfPartition("cn", "public.B"));
      assertThat(reading.catalog().services())
          .containsOnlyKeys(new ServiceKey("cn", "public.A", "orders"));
      assertThat(reading.reason())
          .contains("public.B could not be listed: the server answered 403: authorization failed!")
          .contains("set username and password-file");
    }
  }

  @Test
  void aServerThatAcceptsNobodyIsUnavailable() {
    nacos.answers("ServiceListRequest", question -> refusal(403, "unknown user!"));

    assertThat(refreshed()).isInstanceOf(Unavailable.class);
    assertThat(latest().reason()).contains("403: unknown user!");
  }

  @Test
  void aServiceThatCannotBeReadIsAGapOfItsOwn() {
    nacos.has("orders", hosts(host("10.0.0.1")));
    nacos.has("stock", hosts(host("10.0.1.1")));
    nacos.answers(
        "SubscribeServiceRequest",
        question ->
            question.path("serviceName").asString().equals("stock") ? refusal(500, "busy") : null);

    assertThat(refreshed().gaps()).containsExactly(new Gap.OfService(key("stock")));
    assertThat(latest().reason()).isEqualTo("cn/public.DEFAULT_GROUP/stock: answered 500: busy");
    assertThat(instances("orders")).hasSize(1);

    nacos.answersAsUsual();

    assertThat(refreshed()).isInstanceOf(Complete.class);
    assertThat(instances("stock")).hasSize(1);
  }

  @Test
  void anAnswerThatIsTooLargeIsAGapOfItsServiceAndNotOfTheConnection() {
    var many =
        IntStream.range(0, 1000).mapToObj(one -> host("10.0.0." + one)).toArray(String[]::new);
    nacos.has("orders", hosts(many));
    nacos.has("stock", hosts(host("10.0.1.1")));
    try (var small = open("max-size=10KB")) {
      small.refresh();

      var reading = small.latest().reading();
      assertThat(reading.gaps()).containsExactly(new Gap.OfService(key("orders")));
      assertThat(reading.reason()).contains("answered with more than max-size allows");
      assertThat(reading.catalog().services()).containsOnlyKeys(key("stock"));
      await()
          .untilAsserted(
              () -> assertThat(unsubscribed()).singleElement().asString().contains("orders"));
    }
  }

  @Test
  void aServiceThatWasTooLargeIsAskedForWithoutNoticesUntilItFits() {
    var many =
        IntStream.range(0, 1000).mapToObj(one -> host("10.0.0." + one)).toArray(String[]::new);
    nacos.has("orders", hosts(many));
    try (var small = open("max-size=10KB")) {
      small.refresh();
      nacos.says("ConnectResetRequest", "{\"requestId\":\"8\"}");
      await()
          .untilAsserted(
              () -> {
                small.refresh();
                assertThat(small.latest().reading().gaps())
                    .contains(new Gap.OfService(key("orders")), new Gap.OfAnything("cn"));
              });
      small.refresh();
      assertThat(subscribed()).hasSize(1);

      nacos.has("orders", hosts(host("10.0.0.1")));
      small.refresh();
      assertThat(small.latest().reading()).isInstanceOf(Complete.class);
      small.refresh();
      assertThat(subscribed()).hasSize(2);
    }
  }

  @Test
  void aServiceOfWhichNothingCanBeReadIsAGapAndNotEmpty() {
    nacos.has("orders", hosts(host("10.0.0.1", "\"port\":0")));

    assertThat(refreshed().gaps()).containsExactly(new Gap.OfService(key("orders")));
    assertThat(latest().reason()).contains("no instance of it can be read");
    assertThat(flaws())
        .extracting(Flaw::reason)
        .containsExactly("port is not a number from 1 to 65535");
  }

  @Test
  void anAnswerThatDoesNotSayWhatTheHostsAreIsNotAnEmptyOne() {
    nacos.has("orders", hosts(host("10.0.0.1")));
    refreshed();
    nacos.answers("ServiceQueryRequest", question -> "{\"resultCode\":200,\"serviceInfo\":{}}");

    assertThat(refreshed().gaps()).containsExactly(new Gap.OfService(key("orders")));
  }

  @Test
  void aPushIsAHintAndTheAnswerIsBelieved() {
    nacos.has("orders", hosts(host("10.0.0.1")));
    start();

    nacos.pushes("orders", ScriptedNacos.EMPTY);
    await().until(() -> !nacos.questions("ServiceQueryRequest").isEmpty());
    assertThat(latest()).isInstanceOf(Complete.class);
    assertThat(instances("orders")).hasSize(1);

    nacos.has("orders", hosts(host("10.0.0.1"), host("10.0.0.2")));
    nacos.pushes("orders", "\"hosts\":\"rubbish\"");

    await().until(() -> instances("orders").size() == 2);
    assertThat(nacos.receipts())
        .filteredOn(message -> message.type().equals("NotifySubscriberResponse"))
        .hasSize(2)
        .allSatisfy(message -> assertThat(message.body()).contains("\"requestId\":\"7\""));
  }

  @Test
  @Tag("fault")
  void anEmptyPushThatCannotBeConfirmedIsAGap() {
    nacos.has("orders", hosts(host("10.0.0.1")));
    start();
    nacos.answers("ServiceQueryRequest", question -> refusal(500, "busy"));

    nacos.pushes("orders", ScriptedNacos.EMPTY);

    await().until(() -> !latest().gaps().isEmpty());
    assertThat(latest().gaps()).containsExactly(new Gap.OfService(key("orders")));
  }

  @Test
  void aPushThatMayMeanTwoNamespacesIsAskedOfBoth() {
    nacos.has("orders", hosts(host("10.0.0.1")));
    try (var two = open("namespaces=public,dev")) {
      two.start(() -> {});
      two.refresh();

      nacos.pushes("orders", ScriptedNacos.EMPTY);

      await()
          .untilAsserted(
              () ->
                  assertThat(nacos.questions("ServiceQueryRequest"))
                      .extracting(question -> question.body().contains("\"dev\""))
                      .containsExactlyInAnyOrder(true, false));
    }
  }

  @Test
  void aServiceThatIsNoLongerListedAndHasInstancesIsAContradiction() {
    nacos.has("orders", hosts(host("10.0.0.1")));
    nacos.has("stock", hosts(host("10.0.1.1")));
    refreshed();
    nacos.answers("ServiceListRequest", question -> names(1, "stock"));

    assertThat(refreshed().gaps()).containsExactly(new Gap.OfPartition("cn", PUBLIC));
    assertThat(latest().reason()).isEqualTo("public.DEFAULT_GROUP does not list orders");
    assertThat(instances("orders")).hasSize(1);

    nacos.lacks("orders");

    assertThat(refreshed()).isInstanceOf(Complete.class);
    assertThat(latest().catalog().services()).containsOnlyKeys(key("stock"));
    await()
        .untilAsserted(
            () -> assertThat(unsubscribed()).singleElement().asString().contains("orders"));
  }

  @Test
  void aServerThatSendsTheBridgeElsewhereIsLeftAndItsSuccessorNotBelievedAtOnce() {
    nacos.has("orders", hosts(host("10.0.0.1")));
    refreshed();

    nacos.says("ConnectResetRequest", "{\"requestId\":\"8\"}");
    await()
        .untilAsserted(
            () -> assertThat(refreshed().gaps()).containsExactly(new Gap.OfAnything("cn")));

    assertThat(instances("orders")).hasSize(1);
    assertThat(refreshed()).isInstanceOf(Complete.class);
    assertThat(nacos.questions("SubscribeServiceRequest")).hasSize(2);
  }

  @Test
  void aServiceThatComesBackAfterTheListingIsSubscribedOnceItIsListed() {
    nacos.has("orders", hosts(host("10.0.0.1")));
    nacos.answers("ServiceListRequest", question -> links() == 2 ? names(0) : null);
    try (var polled = open("interval=50ms")) {
      polled.start(() -> {});
      await().until(() -> polled.latest().reading() instanceof Complete);

      nacos.says("ConnectResetRequest", "{\"requestId\":\"8\"}");
      await().until(() -> !nacos.questions("ServiceQueryRequest").isEmpty());
      nacos.answersAsUsual();

      await().until(() -> nacos.questions("SubscribeServiceRequest").size() == 2);
      polled.refresh();
      polled.refresh();
      assertThat(nacos.questions("SubscribeServiceRequest")).hasSize(2);
    }
  }

  private int links() {
    return nacos.questions("ServerCheckRequest").size();
  }

  @Test
  void anotherServerStandsInForOneThatDoesNotAnswer() {
    nacos.has("orders", hosts(host("10.0.0.1")));
    try (var two = open("server=127.0.0.2,127.0.0.1")) {
      two.refresh();

      assertThat(two.latest().reading()).isInstanceOf(Complete.class);
    }
  }

  @Test
  void waitsUntilTheServerKnowsIt() {
    nacos.has("orders", hosts(host("10.0.0.1")));
    var asked = new AtomicInteger();
    nacos.answers(
        "HealthCheckRequest",
        question ->
            asked.incrementAndGet() < 4 ? refusal(301, "Connection is unregistered.") : null);

    assertThat(refreshed()).isInstanceOf(Complete.class);
  }

  @Test
  void aServerThatForgetsItIsConnectedToAnew() {
    nacos.has("orders", hosts(host("10.0.0.1")));
    refreshed();
    var asked = new AtomicInteger();
    nacos.answers(
        "ServiceListRequest",
        question ->
            asked.incrementAndGet() == 1 ? refusal(301, "Connection is unregistered.") : null);

    assertThat(refreshed().gaps()).containsExactly(new Gap.OfAnything("cn"));
    assertThat(refreshed()).isInstanceOf(Complete.class);
  }

  @Test
  void whatWasNotNotifiedOfIsFoundByTheFullRead() {
    nacos.has("orders", hosts(host("10.0.0.1")));
    try (var swept = open("interval=50ms", "full-read=200ms")) {
      swept.start(() -> {});
      await().until(() -> swept.latest().reading() instanceof Complete);

      nacos.has("orders", hosts(host("10.0.0.2")));

      await()
          .untilAsserted(
              () ->
                  assertThat(swept.latest().reading().catalog().services().values())
                      .flatExtracting(service -> service.instances())
                      .extracting(Instance::address)
                      .containsExactly("10.0.0.2"));
    }
  }

  private List<String> subscribed() {
    return subscriptions("\"subscribe\":true");
  }

  private List<String> unsubscribed() {
    return subscriptions("\"subscribe\":false");
  }

  private List<String> subscriptions(String wanted) {
    return nacos.questions("SubscribeServiceRequest").stream()
        .map(Message::body)
        .filter(body -> body.contains(wanted))
        .toList();
  }

  private void start() {
    registry.start(() -> {});
    registry.refresh();
    assertThat(latest()).isInstanceOf(Complete.class);
  }

  private Reading refreshed() {
    registry.refresh();
    return latest();
  }

  private Reading latest() {
    return registry.latest().reading();
  }

  private List<Flaw> flaws() {
    return latest().catalog().flaws();
  }

  private List<Instance> instances(String service) {
    var found = latest().catalog().services().get(key(service));
    return found == null ? List.of() : found.instances();
  }

  private static ServiceKey key(String service) {
    return new ServiceKey("cn", PUBLIC, service);
  }

  private static String names(int count, String... names) {
    return "{\"resultCode\":200,\"count\":%d,\"serviceNames\":[%s]}"
        .formatted(
            count, List.of(names).stream().map(one -> '"' + one + '"').collect(joining(",")));
  }
}
