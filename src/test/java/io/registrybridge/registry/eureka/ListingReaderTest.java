package io.registrybridge.registry.eureka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Status;
import io.registrybridge.registry.eureka.Answer.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;

class ListingReaderTest {

  /** Or everything that is absent would be waited for, for as long as somebody has such a name. */
  @Test
  void aBlankNameIsANameAndOneTooLongCostsItsOwnInstancesAlone() throws IOException {
    var listing =
        listing(
            EurekaJson.document(
                1,
                "UP_2_",
                EurekaJson.application(" ", EurekaJson.instance("b1", "UP")),
                EurekaJson.application("L".repeat(2000), EurekaJson.instance("l1", "UP"))));

    assertThat(instances(listing, " ")).extracting(Instance::id).containsExactly("b1");
    assertThat(instances(listing, "L".repeat(1024))).isEmpty();
    assertThat(listing.applications().get("L".repeat(1024)))
        .extracting(Registration::status, Registration::flaw)
        .containsExactly(tuple("UP", "the name of its application is too long"));
  }

  @Test
  void readsWhatEurekaWritesInAllItsSpellings() throws IOException {
    var listing =
        listing(new ClassPathResource("eureka/everything.json").getContentAsString(UTF_8));

    assertThat(listing.version()).isEqualTo(1);
    assertThat(listing.hash()).isEqualTo("DOWN_1_OUT_OF_SERVICE_1_STARTING_1_UP_2_");
    assertThat(listing.applications()).containsOnlyKeys("ORDERS", "USERS", "Mixed-Case.app");
    assertThat(listing.applications().values())
        .allSatisfy(all -> assertThat(all).extracting(Registration::flaw).containsOnly(""));
    assertThat(instances(listing, "ORDERS"))
        .containsExactly(
            new Instance(
                "orders-1",
                "10.0.0.1",
                new TreeMap<>(Map.of(Instance.PRIMARY, 8080, Instance.SECURE, 8443)),
                Status.UP,
                1,
                "eu-central-1a",
                new TreeMap<>(
                    Map.of(
                        "management.port",
                        "9090",
                        "version",
                        "v1",
                        "weight",
                        "3",
                        "canary",
                        "false"))),
            new Instance(
                "orders-2",
                "10.0.0.2",
                new TreeMap<>(Map.of(Instance.PRIMARY, 8080)),
                Status.OUT,
                1,
                "b",
                new TreeMap<>(Map.of("zone", "b"))),
            Instance.of(
                "orders-3", "10.0.0.3", Map.of(Instance.PRIMARY, 8080), Status.FAILED, Map.of()));
    assertThat(instances(listing, "USERS"))
        .containsExactly(
            Instance.of(
                "users-1.example:USERS:7000",
                "users-1.example",
                Map.of(Instance.PRIMARY, 7000),
                Status.UP,
                Map.of()));
    assertThat(instances(listing, "Mixed-Case.app"))
        .containsExactly(
            Instance.of(
                "10.0.2.1:7070", "10.0.2.1", Map.of(Instance.PRIMARY, 7070), Status.OUT, Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "UP, UP",
    "OUT_OF_SERVICE, OUT",
    "DOWN, FAILED",
    "STARTING, FAILED",
    "UNKNOWN, FAILED",
    "up, FAILED",
    "GONE_FISHING, FAILED"
  })
  void onlyUpTakesTrafficAndOnlyOutOfServiceIsSomebodysWord(String eureka, Status status)
      throws IOException {
    assertThat(single(EurekaJson.instance("one", eureka)).instance())
        .get()
        .extracting(Instance::status)
        .isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"applications":{"apps__hashcode":"","application":[]}}""",
        """
        {"applications":{"apps__hashcode":"","application":""}}""",
        """
        {"applications":{"apps__hashcode":"","application":null}}""",
        """
        {"applications":{"versions__delta":1,"apps__hashcode":""}}""",
        """
        {"meanwhile":[[{}]],"applications":{"application":[]},"more":1}"""
      })
  void anEmptyRegistryIsAnAnswer(String document) throws IOException {
    assertThat(listing(document).applications()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                     | not a JSON object",
        "null                                   | not a JSON object",
        "[]                                     | not a JSON object",
        "\"applications\"                       | not a JSON object",
        "{}                                     | lists no applications",
        "{\"applications\":null}                | lists no applications",
        "{\"applications\":{}}                  | lists no applications",
        "{\"applications\":[]}                  | lists no applications",
        "{\"timestamp\":1,\"status\":500}       | lists no applications",
        "<html><body>Sign in</body></html>      | not JSON",
        "<applications></applications>          | not JSON",
        "{\"applications\":{\"application\":[{\"name\":\"A\" | breaks off",
        "{\"applications\":{\"application\":[]} | breaks off",
        "{\"applications\":{\"application\":[]}}{} | more than one JSON document"
      })
  void whatIsNotEurekasIsRefusedInWords(String document, String reason) throws IOException {
    assertThat(read(document))
        .asInstanceOf(type(Refusal.class))
        .extracting(Refusal::reason, STRING)
        .startsWith("answered with ")
        .contains(reason);
  }

  @Test
  void aDocumentNestedWithoutEndIsRefused() throws IOException {
    assertThat(read("{\"applications\":{\"application\":[{\"x\":" + "[".repeat(100_000)))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void aFailureOfTheStreamIsNotTakenForOneOfTheDocument() throws IOException {
    var body = InputStream.nullInputStream();
    body.close();

    assertThatIOException().isThrownBy(() -> ListingReader.read(body, Given.NOTHING));
  }

  @Test
  void aMalformedInstanceCostsThatInstanceOnly() throws IOException {
    var registrations =
        listing(
                EurekaJson.document(
                    1,
                    "UP_3_",
                    EurekaJson.application(
                        "ORDERS",
                        EurekaJson.instance("good", "UP"),
                        """
                        {"instanceId":"nowhere","status":"UP"}""",
                        """
                        {"instanceId":"portless","ipAddr":"10.0.0.1","status":"UP","port":"http"}""",
                        "\"what\"",
                        "[[1]]")))
            .applications()
            .get("ORDERS");

    assertThat(registrations)
        .extracting(Registration::id, one -> one.instance().isPresent(), Registration::flaw)
        .containsExactly(
            tuple("good", true, ""),
            tuple("nowhere", false, "it has neither ipAddr nor hostName"),
            tuple("portless", false, "port is not a number from 1 to 65535"),
            tuple("", false, "an instance is not a JSON object"),
            tuple("", false, "an instance is not a JSON object"));
    assertThat(registrations).extracting(Registration::status).startsWith("UP", "UP", "UP");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "65536", "99999999999", "\"\\u0000\"", "80.5"})
  void aPortOutOfRangeIsLeftOutAndTheOtherOneKept(String number) throws IOException {
    var registration =
        single(
            """
            {"instanceId":"one","ipAddr":"10.0.0.1","status":"UP","port":{"$":8080},\
            "securePort":{"$":%s,"@enabled":"true"}}"""
                .formatted(number));

    assertThat(registration.flaw()).isEqualTo("securePort is not a number from 1 to 65535");
    assertThat(registration.instance().orElseThrow().ports())
        .containsOnly(Map.entry(Instance.PRIMARY, 8080));
  }

  @Test
  void anInstanceWithItsPortsDisabledHasNone() throws IOException {
    var registration =
        single(
            """
            {"instanceId":"one","ipAddr":"10.0.0.1","status":"UP",\
            "port":{"$":0,"@enabled":"false"},"securePort":{"$":443}}""");

    assertThat(registration.flaw()).isEmpty();
    assertThat(registration.instance().orElseThrow().ports()).isEmpty();
  }

  @Test
  void aFieldThatIsTooLongIsLeftOutAndSaid() throws IOException {
    var registration =
        single(
            """
            {"instanceId":"one","ipAddr":"10.0.0.1","status":"UP","port":8080,\
            "metadata":{"novel":"%s","version":"v1"}}"""
                .formatted("x".repeat(100_000)));

    assertThat(registration.flaw()).isEqualTo("metadata.novel is too long or one too many");
    assertThat(registration.instance().orElseThrow().metadata())
        .containsOnly(Map.entry("version", "v1"));
  }

  @Test
  void anApplicationWithoutANameIsKeptApart() throws IOException {
    var listing =
        listing(
            """
            {"applications":{"application":[{"instance":[%s]},7]}}"""
                .formatted(EurekaJson.instance("one", "UP")));

    assertThat(listing.applications()).containsOnlyKeys("");
    assertThat(listing.applications().get("")).hasSize(2);
  }

  private static Registration single(String instance) throws IOException {
    var document = EurekaJson.document(1, "", EurekaJson.application("ORDERS", instance));
    return registrations(listing(document), "ORDERS").get(0);
  }

  private static List<Instance> instances(Listing listing, String application) {
    return registrations(listing, application).stream()
        .flatMap(one -> one.instance().stream())
        .toList();
  }

  private static List<Registration> registrations(Listing listing, String application) {
    return listing.applications().getOrDefault(application, List.of());
  }

  private static Listing listing(String document) throws IOException {
    var answer = read(document);
    assertThat(answer).isInstanceOf(Listing.class);
    return (Listing) answer;
  }

  private static Answer read(String document) throws IOException {
    return ListingReader.read(new ByteArrayInputStream(document.getBytes(UTF_8)), Given.NOTHING);
  }
}
