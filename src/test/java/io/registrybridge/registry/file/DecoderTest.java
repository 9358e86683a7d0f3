package io.registrybridge.registry.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {

  private static final ServiceKey ORDERS = new ServiceKey("static", "", "ORDERS");

  private static final String EVERYTHING =
      """
      x-here: &version {version: 1.10, on: yes}
      services:
        ORDERS:
        - id: orders-1
          address: 10.0.0.1
          port: 8080
          secure-port: 8443
          ports: {admin: 9000}
          status: out
          weight: 2.5
          zone: eu-1a
          metadata: *version
        - {address: "fd00::1", port: 80}
        shop/billing: []
        shop:
          partition: dc1
          instances:
          - {address: shop.example.org, ports: {on: 9000}, weight: 0}
      """;

  @Test
  void readsEverythingThatAFileCanSay() throws Malformed {
    var content = decode(EVERYTHING);

    assertThat(content.catalog().flaws()).isEmpty();
    assertThat(content.catalog().services().values())
        .containsExactly(
            Service.of(
                ORDERS,
                List.of(
                    new Instance(
                        "orders-1",
                        "10.0.0.1",
                        new TreeMap<>(Map.of("primary", 8080, "secure", 8443, "admin", 9000)),
                        Status.OUT,
                        2.5,
                        "eu-1a",
                        new TreeMap<>(Map.of("version", "1.10", "on", "yes"))),
                    Instance.of(
                        "fd00::1:80", "fd00::1", Map.of("primary", 80), Status.UP, Map.of()))),
            Service.of(new ServiceKey("static", "", "shop/billing"), List.of()),
            Service.of(
                new ServiceKey("static", "dc1", "shop"),
                List.of(
                    new Instance(
                        "shop.example.org:9000",
                        "shop.example.org",
                        new TreeMap<>(Map.of("on", 9000)),
                        Status.OUT,
                        0,
                        "",
                        new TreeMap<>()))));
    assertThat(content.reading("static", Instant.EPOCH)).isInstanceOf(Reading.Complete.class);
  }

  @Test
  void takesNoServicesForNoServices() throws Malformed {
    assertThat(decode("services: {}").reading("static", Instant.EPOCH))
        .isEqualTo(new Reading.Complete("static", Instant.EPOCH, Catalog.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                        | is empty",
        "' '                                       | is empty",
        "# a comment                               | has no map named services",
        "text                                      | has no map named services",
        "[services]                                | has no map named services",
        "servces: {}                               | has no map named services",
        "'services:'                               | has no map named services",
        "services: []                              | has no map named services",
        "services: {ORDERS: [{address: 10.0.0.1,   | is not a YAML document: line 1",
        "services: {ORDERS: [], ORDERS: []}        | is not a YAML document: line 1: found duplicate",
        "services: {ORDERS: *nothing}              | is not a YAML document: line 1: found undefined",
      })
  void takesAFileThatIsNoneOfItsKindForNoAnswer(String text, String reason) {
    assertThatExceptionOfType(Malformed.class)
        .isThrownBy(() -> decode(text))
        .withMessageStartingWith(reason);
  }

  @Test
  void takesTwoDocumentsForNoAnswer() {
    assertThatExceptionOfType(Malformed.class)
        .isThrownBy(() -> decode("services: {}\n---\nservices: {}"))
        .withMessageStartingWith("is not a YAML document: line 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{port: 80}                                | instance 2 has no address",
        "{address: ' ', port: 80}                  | instance 2 has no address",
        "{address: 10.0.0.2}                       | instance 2 has no port",
        "{address: 10.0.0.2, port: 0}              | instance 2 has a port '0' that is not from 1 to 65535",
        "{address: 10.0.0.2, port: 65536}          | instance 2 has a port '65536' that is not from 1 to 65535",
        "{address: 10.0.0.2, port: http}           | instance 2 has a port 'http' that is not from 1 to 65535",
        "{address: 10.0.0.2, port: [80]}           | instance 2 has a port that is not a text",
        "{address: 10.0.0.2, ports: [80]}          | instance 2 has ports that are not a map",
        "{address: [10.0.0.2], port: 80}           | instance 2 has a address that is not a text",
        "{address: 10.0.0.2, port: 80, status: X}  | instance 2 has a status 'X' that is not UP, OUT or FAILED",
        "{address: 10.0.0.2, port: 80, weight: -1} | instance 2 has a weight '-1' that is not 0 or more",
        "{address: 10.0.0.2, port: 80, weight: NaN}| instance 2 has a weight 'NaN' that is not 0 or more",
        "{address: 10.0.0.2, port: 80, metadata: {a: {}}} | instance 2 has a a that is not a text",
        "{id: '10.0.0.1:80', address: 10.0.0.2, port: 80} | instance 2 has the id '10.0.0.1:80' of another instance",
        "10.0.0.2                                  | instance 2 is not a map",
      })
  void losesAMalformedInstanceOnly(String instance, String reason) throws Malformed {
    var content = decode("services: {ORDERS: [{address: 10.0.0.1, port: 80}, " + instance + "]}");

    assertThat(content.catalog().flaws()).containsExactly(new Flaw(ORDERS, "instance 2", reason));
    assertThat(content.catalog().instances()).isEqualTo(1);
    assertThat(content.reading("static", Instant.EPOCH)).isInstanceOf(Reading.Complete.class);
  }

  @Test
  void keepsAnInstanceThatSaysTooMuch() throws Malformed {
    var content = decode("services: {ORDERS: [{address: 10.0.0.1, port: 80, prot: 1}]}");

    assertThat(content.catalog().instances()).isEqualTo(1);
    assertThat(content.catalog().flaws())
        .containsExactly(
            new Flaw(ORDERS, "instance 1", "instance 1 has a key 'prot' that nobody knows"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{instances: x}", "[{port: 80}]", "[x, y]", "{address: 10.0.0.1, port: 80}"})
  void cannotSpeakOfAServiceThatItCannotRead(String service) throws Malformed {
    var content = decode("services:\n  ORDERS: " + service + "\n  billing: []\n");

    assertThat(content.reading("static", Instant.EPOCH))
        .isInstanceOfSatisfying(
            Reading.Partial.class,
            partial -> {
              assertThat(partial.gaps()).containsExactly(new Gap.OfService(ORDERS));
              assertThat(partial.reason()).isEqualTo("no instance can be read of ORDERS");
              assertThat(partial.catalog().services()).hasSize(1).doesNotContainKey(ORDERS);
              assertThat(partial.catalog().flaws()).isNotEmpty();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text", "{partition: [], instances: []}"})
  void cannotSpeakOfAnythingWhereItCannotTellThePartition(String service) throws Malformed {
    var content = decode("services:\n  ORDERS: " + service + "\n  billing: []\n");

    assertThat(content.reading("static", Instant.EPOCH).gaps())
        .containsExactly(new Gap.OfAnything("static"));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void neverThrowsAnythingElse(long seed) {
    var random = new Random(seed);
    var text = EVERYTHING.getBytes(UTF_8);
    for (var edits = 0; edits < 4; edits++) {
      text[random.nextInt(text.length)] = (byte) random.nextInt(256);
    }
    try {
      assertThat(Decoder.decode("static", text)).isNotNull();
    } catch (Malformed e) {
      assertThat(e.reason()).isNotBlank();
    }
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(Long.getLong("seed", 1), Long.getLong("seed", 300));
  }

  private static Content decode(String text) throws Malformed {
    return Decoder.decode("static", text.getBytes(UTF_8));
  }
}
