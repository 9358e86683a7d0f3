package io.registrybridge.registry.consul;

import static io.registrybridge.registry.consul.ScriptedConsul.SERVICES;
import static io.registrybridge.registry.consul.ScriptedConsul.health;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.list;
import static org.awaitility.Awaitility.await;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.Reading;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Reading.Partial;
import io.registrybridge.registry.Reading.Unavailable;
import io.registrybridge.registry.Registry;
import io.registrybridge.registry.consul.ScriptedConsul.Lie;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a server may say that lies, is in another life, or is short of something. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(600)
class ConsulRegistryTest {

  private static final String CRITICAL = "/v1/health/state/critical";
  private static final String LESS_THAN_BEFORE =
      "answers again since a moment and lists 1 services less than before";
  private static final String WARNING = "/v1/health/state/warning";

  private final ScriptedConsul consul = new ScriptedConsul();
  private final List<Registry> registries = new ArrayList<>();
  private final AtomicInteger hints = new AtomicInteger();

  /** What there was to be read whenever it hinted. */
  private final List<Reading> told = new CopyOnWriteArrayList<>();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    registries.forEach(Registry::close);
    consul.close();
  }

  @Test
  void waitsForNewsOfTheListAndOfEachServiceBeyondWhatItKnows() {
    consul.register("orders", "o1");
    var registry = start();

    await()
        .untilAsserted(
            () ->
                assertThat(consul.requests())
                    .contains(
                        SERVICES + "?dc=dc1&consistent",
                        health("orders") + "?dc=dc1",
                        SERVICES + "?dc=dc1&index=11&wait=5000ms",
                        health("orders") + "?dc=dc1&index=11&wait=5000ms"));
    consul.register("orders", "o2");

    await().untilAsserted(() -> assertThat(ids(registry, "orders")).containsExactly("o1", "o2"));
    await()
        .untilAsserted(
            () ->
                assertThat(consul.requests())
                    .contains(health("orders") + "?dc=dc1&index=12&wait=5000ms"));
  }

  @Test
  void withMoreServicesThanConnectionsItWaitsForNewsOfAllOfThem() {
    consul.register("orders", "o1");
    consul.register("users", "u1");
    var registry = start("connections=1");
    consul.register("users", "u2");

    await().untilAsserted(() -> assertThat(ids(registry, "users")).containsExactly("u1", "u2"));
    assertThat(consul.requests())
        .noneMatch(request -> request.startsWith(health("")) && request.contains("index="))
        .anyMatch(request -> request.startsWith("/v1/health/state/critical?dc=dc1&index="))
        .anyMatch(request -> request.startsWith("/v1/health/state/warning?dc=dc1&index="));
  }

  @Test
  void aNodeThatFailsWhileAServiceIsReadThatIsNewOnItFailsThatToo() {
    Stream.of("orders", "stock").forEach(service -> consul.register(service, "i1"));
    consul.lies(health("stock"), Lie.of(200, "[]"));
    var registry = start("connections=1");
    var before = asked(health("stock") + "?dc=dc1");
    consul.holds(request -> request.equals(health("stock") + "?dc=dc1"));
    consul.repents();
    consul.register("orders", "i2");
    await().until(() -> asked(health("stock") + "?dc=dc1") > before);

    var failing = "{\"Node\":\"n1\",\"CheckID\":\"serfHealth\",\"Status\":\"critical\"}";
    var entry = ScriptedConsul.entry("stock", "i1").replace("[]", "[" + failing + "]");
    consul.lies(health("stock"), Lie.of(200, "[" + entry + "]"));
    consul.lies(CRITICAL, Lie.of(200, "[" + failing + "]"));
    // Who asks for news beyond it has heard of it.
    await().until(() -> consul.requests().contains(CRITICAL + "?dc=dc1&index=17&wait=5000ms"));
    consul.lets();

    await()
        .untilAsserted(
            () ->
                assertThat(registry.latest().reading().catalog().services().get(key("stock")))
                    .isNotNull()
                    .extracting(Service::instances, list(Instance.class))
                    .extracting(Instance::status)
                    .containsExactly(Status.FAILED));
  }

  @Test
  void checksThatAreRefusedWhileItBeginsAreWaitedForAllTheSame() {
    consul.register("orders", "o1");
    consul.register("users", "u1");
    consul.holds(request -> request.equals(WARNING + "?dc=dc1"));
    var registry = open("connections=1");
    await().until(() -> asked(CRITICAL + "?dc=dc1&index=12&wait=5000ms") > 0);

    consul.liesOnce(CRITICAL, Lie.of(429, "slow down"));
    await().until(() -> consul.answers().contains("429 " + CRITICAL));
    consul.lets();

    await()
        .untilAsserted(
            () ->
                assertThat(consul.requests()).contains(CRITICAL + "?dc=dc1&index=13&wait=5000ms"));
    registry.refresh();
    assertThat(registry.latest().reading()).isInstanceOf(Complete.class);
  }

  @Test
  void checksThatAreRefusedInOneStateAreAskedForInThatOne() {
    consul.register("orders", "o1");
    consul.register("users", "u1");
    start("connections=1");
    await().until(() -> asked(CRITICAL + "?dc=dc1&index=12&wait=5000ms") > 0);
    var before = asked(WARNING + "?dc=dc1");

    consul.liesOnce(CRITICAL, Lie.of(429, "slow down"));

    await()
        .untilAsserted(
            () ->
                assertThat(consul.requests()).contains(CRITICAL + "?dc=dc1&index=13&wait=5000ms"));
    assertThat(asked(WARNING + "?dc=dc1")).isEqualTo(before);
  }

  @Test
  @Tag("fault")
  void anIndexOfZeroIsWaitedBeyondAsOneSoThatItWaitsAtAll() {
    consul.header("X-Consul-Index", "0");
    start();

    await()
        .untilAsserted(
            () -> assertThat(consul.requests()).contains(SERVICES + "?dc=dc1&index=1&wait=5000ms"));
    assertThat(consul.requests()).noneMatch(request -> request.contains("index=0"));
  }

  @Test
  void anInstanceIsNotGoneBeforeTheLeaderSaysSo() {
    consul.register("orders", "o1", "o2");
    var registry = start();

    consul.lies(health("orders"), Lie.of(200, "[" + ScriptedConsul.entry("orders", "o1") + "]"));

    await()
        .untilAsserted(
            () -> assertThat(consul.requests()).contains(health("orders") + "?dc=dc1&consistent"));
    registry.refresh();
    assertThat(registry.latest().reading()).isInstanceOf(Complete.class);
    assertThat(ids(registry, "orders")).containsExactly("o1", "o2");

    consul.repents();
    consul.deregister("orders", "o2");

    await().untilAsserted(() -> assertThat(ids(registry, "orders")).containsExactly("o1"));
  }

  @Test
  void howeverManyServicesAreDoubtedTheLeaderIsAskedForAFewSideBySide() {
    var services = IntStream.range(0, 60).mapToObj(number -> "s" + number).toList();
    services.forEach(service -> consul.register(service, "i1", "i2"));
    var registry = start();
    consul.holds(ConsulRegistryTest::confirms);

    services.forEach(service -> consul.deregister(service, "i2"));
    // Who asks for news beyond what it lacks has heard of it.
    await().until(() -> services.stream().allMatch(service -> asked(service, "index") > 1));
    await()
        .until(() -> consul.requests().stream().filter(ConsulRegistryTest::confirms).count() > 0);
    services.forEach(service -> consul.register(service, "i3"));
    await().until(() -> services.stream().allMatch(service -> asked(service, "index") > 2));

    assertThat(consul.requests().stream().filter(ConsulRegistryTest::confirms)).hasSize(16);
    consul.lets();
    await()
        .untilAsserted(
            () ->
                assertThat(services)
                    .allMatch(service -> ids(registry, service).equals(List.of("i1", "i3"))));
  }

  private static boolean confirms(String request) {
    return request.startsWith(health("")) && request.contains("consistent");
  }

  @Test
  void whileItIsConfirmedAServiceIsNotReadOverAndOver() {
    consul.register("orders", "o1", "o2");
    consul.register("users", "u1");
    var registry = start();
    consul.holds(ConsulRegistryTest::confirms);

    consul.deregister("orders", "o2");
    await().until(() -> asked(health("orders") + "?dc=dc1&consistent") == 1);
    var before = asked(health("orders") + "?dc=dc1");
    consul.register("orders", "o3");
    await().until(() -> asked("orders", "index=14") > 0);
    consul.register("users", "u2");
    await().untilAsserted(() -> assertThat(ids(registry, "users")).containsExactly("u1", "u2"));

    assertThat(asked(health("orders") + "?dc=dc1")).isEqualTo(before);
    consul.lets();
    await().untilAsserted(() -> assertThat(ids(registry, "orders")).containsExactly("o1", "o3"));
  }

  @Test
  void aServiceIsNotGoneBeforeTheLeaderSaysSo() {
    consul.register("orders", "o1");
    consul.register("users", "u1");
    var registry = start();

    consul.lies(SERVICES, Lie.of(200, "{\"users\":[]}"));
    registry.refresh();

    assertThat(registry.latest().reading()).isInstanceOf(Complete.class);
    assertThat(ids(registry, "orders")).containsExactly("o1");

    consul.repents();
    consul.deregister("orders", "o1");

    eventuallyLists(registry, "users");
  }

  @Test
  void aServiceThatIsNewWhenTheLeaderIsAskedForAnotherIsReadAsWell() {
    consul.register("users", "u1");
    var registry = start();

    // Beyond what waits for news ever hears of, so that nothing but this tells of it.
    var later = new Lie(200, Map.of("X-Consul-Index", "99"), "{\"users\":[],\"stock\":[]}");
    consul.lies(SERVICES + "?consistent", later);
    consul.lies(health("stock"), Lie.of(200, "[" + ScriptedConsul.entry("stock", "s1") + "]"));
    consul.lies(SERVICES, Lie.of(200, "{}"));

    await().untilAsserted(() -> assertThat(ids(registry, "stock")).containsExactly("s1"));
    assertThat(registry.latest().reading()).isInstanceOf(Complete.class);
  }

  @Test
  void aLeaderThatWillNotConfirmOnceIsAskedAgainAndNothingIsLost() {
    consul.register("orders", "o1");
    consul.register("users", "u1");
    var registry = start();
    var before = registry.latest().lastSilence();

    consul.liesOnce(SERVICES + "?consistent", Lie.of(429, "slow down"));
    consul.deregister("orders", "o1");

    eventuallyLists(registry, "users");
    assertThat(registry.latest().lastSilence()).isEqualTo(before);
  }

  @Test
  void aLeaderThatWillNotConfirmTwiceIsSilent() {
    consul.register("orders", "o1");
    consul.register("users", "u1");
    var registry = start();

    consul.lies(SERVICES + "?consistent", Lie.of(429, "slow down"));
    consul.deregister("orders", "o1");

    await()
        .untilAsserted(
            () -> assertThat(registry.latest().reading()).isInstanceOf(Unavailable.class));
    assertThat(registry.latest().reading().reason()).endsWith("answered 429: slow down");
  }

  @Test
  void theLeaderIsAskedOnceHoweverManyListsLackAService() {
    consul.register("orders", "o1");
    consul.register("users", "u1");
    var registry = start();
    consul.holds(request -> request.equals(SERVICES + "?dc=dc1&consistent"));

    consul.deregister("orders", "o1");
    await().until(() -> asked(SERVICES + "?dc=dc1&consistent") == 2);
    consul.register("stock", "s1");
    await().untilAsserted(() -> assertThat(ids(registry, "stock")).containsExactly("s1"));
    assertThat(asked(SERVICES + "?dc=dc1&consistent")).isEqualTo(2);
    consul.lets();

    eventuallyLists(registry, "stock", "users");
  }

  @Test
  void anIndexThatGoesBackIsAnotherLifeThatIsReadAnew() {
    consul.register("orders", "o1");
    consul.register("users", "u1");
    var registry = start();
    var silence = registry.latest().lastSilence();

    consul.forget();
    consul.register("orders", "o9");

    await().untilAsserted(() -> assertThat(ids(registry, "orders")).containsExactly("o9"));
    await().untilAsserted(() -> assertThat(registry.latest().lastSilence()).isNotEqualTo(silence));
    assertThat(registry.latest().restarts()).isEqualTo(1);
  }

  @Test
  void whatIsMissingAfterAnotherLifeBeganIsDoubtedAtFirst() {
    consul.register("orders", "o1");
    consul.register("users", "u1");
    var registry = start();

    consul.forget();
    consul.register("orders", "o1");

    await()
        .untilAsserted(
            () ->
                assertThat(told)
                    .filteredOn(one -> one.reason().endsWith(LESS_THAN_BEFORE))
                    .isNotEmpty()
                    .noneMatch(Reading::tellsWhatIsAbsent));
    await()
        .untilAsserted(() -> assertThat(registry.latest().reading()).isInstanceOf(Complete.class));
    assertThat(registry.latest().reading().catalog().services()).containsOnlyKeys(key("orders"));
  }

  @Test
  void whatIsUnchangedAfterAnotherLifeBeganIsTheSameObject() {
    consul.register("orders", "o1");
    var registry = start();
    var orders = registry.latest().reading().catalog().services().get(key("orders"));

    consul.forget();
    consul.register("orders", "o1");

    await()
        .until(() -> consul.requests().stream().filter(one -> one.contains("index=2")).count() > 1);
    registry.refresh();
    assertThat(registry.latest().reading().catalog().services().get(key("orders")))
        .isSameAs(orders);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500 | No cluster leader | answered 500: No cluster leader",
        "429 | Your IP is issuing too many concurrent connections | answered 429: Your IP is"
            + " issuing",
        "400 | Namespaces are a Consul Enterprise feature | answered 400: Namespaces are a Consul",
        "302 | over there | answered 302: redirects are not followed",
        "200 | <html> | answered with something that is not JSON",
        "200 | {\"orders\": | answered with JSON that breaks off",
        "200 | [] | answered with JSON that is not an object of services",
        "200 | {}{} | answered with more than one JSON document",
        "403 | Permission denied | answered 403: Permission denied; it wants a token; set"
            + " token-file"
      })
  void aListThatIsNoneIsASilence(int status, String body, String reason) {
    consul.register("orders", "o1");
    var registry = start();

    consul.lies(SERVICES, Lie.of(status, body));
    registry.refresh();

    assertThat(registry.latest().reading()).isInstanceOf(Unavailable.class);
    assertThat(registry.latest().reading().reason()).startsWith(consul.url() + " (dc1) " + reason);

    consul.repents();

    await()
        .untilAsserted(
            () ->
                assertThat(told)
                    .filteredOn(one -> one.reason().endsWith("answers again since a moment"))
                    .anySatisfy(one -> assertThat(ids(one, "orders")).containsExactly("o1")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Consul-KnownLeader | false | answered without knowing of a leader",
        "X-Consul-Index | x | answered without X-Consul-Index, so it is not Consul's answer"
      })
  @Tag("fault")
  void anAnswerThatMayBeAnybodysIsNone(String header, String value, String reason) {
    consul.register("orders", "o1");
    var registry = start();

    consul.header(header, value);
    registry.refresh();

    assertThat(registry.latest().reading()).isInstanceOf(Unavailable.class);
    assertThat(registry.latest().reading().reason()).endsWith(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Consul-Results-Filtered-By-ACLs | true | leaves out what the token may not see",
        "X-Consul-Default-ACL-Policy | deny | shows not everything to one who has no token"
      })
  void aFilteredListIsNoListOfAllThereIs(String header, String value, String reason) {
    consul.register("orders", "o1", "o2");
    var registry = start();

    consul.header(header, value);
    consul.deregister("orders", "o2");
    consul.register("users", "u1");
    registry.refresh();

    assertThat(registry.latest().reading()).isInstanceOf(Partial.class);
    assertThat(registry.latest().reading().tellsWhatIsAbsent()).isFalse();
    assertThat(registry.latest().reading().reason()).contains(reason);
    assertThat(ids(registry, "users")).containsExactly("u1");
  }

  /** As when a token may not read a node any more: no service's index moves by that. */
  @Test
  void whatFailsUnseenIsReasonToReadEverything() {
    Stream.of("orders", "users", "stock", "mail").forEach(name -> consul.register(name, "i1"));
    var registry = start("connections=1");

    consul.lies(health("users"), filtered("[]"));
    consul.lies(health("users") + "?consistent", filtered("[]"));
    consul.lies(CRITICAL, filtered("[]"));
    registry.refresh();

    await()
        .untilAsserted(
            () ->
                assertThat(registry.latest().reading().gaps())
                    .containsExactly(new Gap.OfService(key("users"))));
    assertThat(ids(registry, "orders")).containsExactly("i1");
  }

  @Test
  void whatWasFilteredIsReadAgainForWhoeverAsks() {
    Stream.of("orders", "users").forEach(service -> consul.register(service, "i1"));
    consul.lies(health("users"), filtered("[]"));
    var registry = start("connections=1");
    assertThat(registry.latest().reading()).isInstanceOf(Partial.class);

    consul.repents(); // which moves no index of the list
    registry.refresh();

    assertThat(registry.latest().reading()).isInstanceOf(Complete.class);
    assertThat(ids(registry, "users")).containsExactly("i1");
  }

  private static Lie filtered(String body) {
    return new Lie(200, Map.of("X-Consul-Results-Filtered-By-ACLs", "true"), body);
  }

  @Test
  void aServiceThatCannotBeReadIsAGapOfItsOwn() {
    Stream.of("orders", "users", "stock", "mail").forEach(name -> consul.register(name, "i1"));
    var registry = start();

    consul.lies(health("orders"), Lie.of(500, "rpc error"));
    registry.refresh();

    assertThat(registry.latest().reading().gaps())
        .containsExactly(new Gap.OfService(key("orders")));
    assertThat(registry.latest().reading().catalog().services())
        .containsOnlyKeys(key("mail"), key("stock"), key("users"));
    assertThat(registry.latest().reading().reason())
        .endsWith("answered 500: rpc error when asked for orders");

    consul.repents();

    await()
        .untilAsserted(() -> assertThat(registry.latest().reading()).isInstanceOf(Complete.class));
  }

  @Test
  void wereTooManyCannotBeReadNothingIsCertain() {
    Stream.of("orders", "users", "stock").forEach(name -> consul.register(name, "i1"));
    Stream.of("orders", "users")
        .forEach(name -> consul.lies(health(name), Lie.of(429, "slow down")));

    var registry = start();

    assertThat(registry.latest().reading().gaps()).containsExactly(new Gap.OfAnything("shop"));
    assertThat(registry.latest().reading().reason())
        .endsWith("answered 429: slow down when asked for orders, users");
  }

  @Test
  void anAnswerThatIsTooLargeIsRefused() {
    consul.register("orders", "o1");
    consul.register("users", "u1");
    consul.register(
        "stock", IntStream.range(0, 100).mapToObj(id -> "s" + id).toArray(String[]::new));

    var registry = start("max-size=4KB");

    assertThat(registry.latest().reading().gaps()).containsExactly(new Gap.OfService(key("stock")));
    assertThat(registry.latest().reading().reason())
        .contains("answered with more than 4KB when asked for stock");
  }

  @Test
  void aDatacenterThatIsSilentIsNoGapOfAnothers() {
    consul.register("orders", "o1");
    consul.header("X-Consul-Index", "7");
    var registry = start("datacenters=dc1,dc2");
    assertThat(registry.latest().reading().catalog().services())
        .containsOnlyKeys(key("dc1", "orders"), key("dc2", "orders"));

    consul.lies("dc2", Lie.of(500, "No path to datacenter"));
    registry.refresh();

    assertThat(registry.latest().reading().gaps())
        .containsExactly(new Gap.OfPartition("shop", "dc2"));
    assertThat(registry.latest().reading().catalog().services())
        .containsOnlyKeys(key("dc1", "orders"));
    assertThat(registry.latest().reading().reason())
        .endsWith("(dc2) answered 500: No path to datacenter");
  }

  @Test
  void theTokenIsReadAnewForEveryQuestionAndShownToNobodyElse() throws IOException {
    var file = Files.writeString(folder.resolve("token"), "first\n");
    var registry = start("token-file=" + file);

    Files.writeString(file, "second");
    consul.lies(SERVICES, Lie.of(403, "no such token: second"));
    registry.refresh();

    assertThat(consul.tokens())
        .contains("first", "second"); // a watch may still ask with the one that it read
    assertThat(registry.latest().reading().reason())
        .contains("answered 403: something with the token in it; put a token into token-file")
        .doesNotContain("second");

    Files.delete(file);
    registry.refresh();

    assertThat(registry.latest().reading().reason())
        .endsWith("was not asked, because token-file " + file + " cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret\nsecond line", "\ufeffsecret", "secret ", "s\u00e9cret"})
  void aTokenThatCannotBeOneIsShownToNobody(String content, CapturedOutput output)
      throws IOException {
    var file = Files.writeString(folder.resolve("token"), content);
    var registry = start("token-file=" + file);

    assertThat(registry.latest().reading()).isInstanceOf(Unavailable.class);
    assertThat(registry.latest().reading().reason())
        .endsWith(
            "was not asked, because token-file "
                + file
                + " holds something else than one line of plain letters, digits and signs");
    assertThat(output.getAll()).doesNotContain("secret").doesNotContain("s\u00e9cret");
  }

  @Test
  void theNewsOfManyServicesAtOnceAreToldTogether() {
    IntStream.range(0, 80).forEach(number -> consul.register("s" + number, "i1"));
    var registry = start();
    var before = hints.get();

    IntStream.range(0, 80).forEach(number -> consul.register("s" + number, "i2"));

    await()
        .untilAsserted(
            () -> assertThat(registry.latest().reading().catalog().instances()).isEqualTo(160));
    assertThat(hints.get() - before).isLessThan(80);
  }

  @Test
  void answersThatAreInADifferentCaseAreOfAnotherService() {
    consul.register("orders", "o1");
    consul.lies(
        health("orders"),
        Lie.of(
            200,
            "["
                + ScriptedConsul.entry("orders", "o1")
                + ","
                + ScriptedConsul.entry("ORDERS", "o2")
                + "]"));

    assertThat(ids(start(), "orders")).containsExactly("o1");
  }

  @Test
  void nothingIsAskedAnyMoreWhenItIsClosed() {
    consul.register("orders", "o1");
    var before = threads();
    var registry = start();
    await()
        .until(() -> consul.requests().stream().filter(one -> one.contains("wait=")).count() > 1);

    registry.close();
    var asked = consul.requests().size();
    consul.register("orders", "o2");
    registry.refresh();

    assertThat(consul.requests()).hasSize(asked);
    await().untilAsserted(() -> assertThat(before).containsAll(threads()));
  }

  /** Those that read registries of this name, which other tests may have left. */
  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("registry-shop"))
        .toList();
  }

  private Registry start(String... pairs) {
    var registry = open(pairs);
    registry.refresh();
    return registry;
  }

  private Registry open(String... pairs) {
    var settings =
        Stream.concat(
            Stream.of("url=" + consul.url(), "longest-wait=5s", "timeout=1m"), Stream.of(pairs));
    var registry = Given.registry(settings.toArray(String[]::new));
    registries.add(registry);
    registry.start(
        () -> {
          told.add(registry.latest().reading());
          hints.incrementAndGet();
        });
    return registry;
  }

  private static void eventuallyLists(Registry registry, String... services) {
    var keys = Stream.of(services).map(ConsulRegistryTest::key).toArray(ServiceKey[]::new);
    await()
        .untilAsserted(
            () ->
                assertThat(registry.latest().reading().catalog().services())
                    .containsOnlyKeys(keys));
  }

  private long asked(String request) {
    return consul.requests().stream().filter(request::equals).count();
  }

  /** How often that was asked for of a service. */
  private long asked(String service, String parameter) {
    return consul.requests().stream()
        .filter(request -> request.startsWith(health(service) + "?"))
        .filter(request -> request.contains(parameter))
        .count();
  }

  private static ServiceKey key(String service) {
    return key("dc1", service);
  }

  private static ServiceKey key(String partition, String service) {
    return new ServiceKey("shop", partition, service);
  }

  private static List<String> ids(Registry registry, String service) {
    return ids(registry.latest().reading(), service);
  }

  private static List<String> ids(Reading reading, String service) {
    var found = reading.catalog().services().get(key(service));
    return found == null
        ? List.of()
        : found.instances().stream()
            .map(Instance::id)
            .map(id -> id.substring("n1/".length()))
            .toList();
  }
}
