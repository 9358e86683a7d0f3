package io.registrybridge.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Status;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** The same, of registries that speak JSON, and what JSON itself can be bent to. */
public abstract class HostileJsonContract extends HostileContract {

  /** Escapes all that is not ASCII, halves of characters too. */
  private static final JsonMapper JSON =
      JsonMapper.builder(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build())
          .build();

  private static final String PLACE = "place";
  private static final int PLACE_PORT = 31337;
  private static final int DEEP = 10_000;

  /** One instance as such a registry tells of it: a tree of maps, lists and values. */
  protected abstract Map<String, Object> tree(String service, Instance instance);

  /**
   * Reads what a registry says that lists this.
   *
   * @param services instances in JSON by the names of their services
   */
  protected abstract Reading readJson(SortedMap<String, List<String>> services);

  /** Reads the answer, with no more patience for its size than a test has. */
  protected abstract Reading readLimited(SortedMap<String, List<String>> services);

  /** Half a character in a name is no JSON, which no server's own encoder would write. */
  @Override
  protected boolean names(String text) {
    return UTF_8.newEncoder().canEncode(text);
  }

  @Override
  protected Reading read(SortedMap<String, List<Instance>> services) {
    var json = new TreeMap<String, List<String>>();
    services.forEach(
        (name, all) -> json.put(name, all.stream().map(one -> json(name, one)).toList()));
    return readJson(json);
  }

  private String json(String service, Instance instance) {
    return JSON.writeValueAsString(tree(service, instance));
  }

  protected static String quoted(String text) {
    return JSON.writeValueAsString(text);
  }

  static Stream<Arguments> tricks() {
    return Stream.of(
        trick("null", "null"),
        trick("a truth", "true"),
        trick("a number", "7"),
        trick("a fraction", "0.1"),
        trick("a negative number", "-1"),
        trick("a number beyond long", "9223372036854775808"),
        trick("a number beyond double", "1e400"),
        trick("a number of 5,000 digits", "9".repeat(5000)),
        trick("a fraction of 5,000 digits", "0." + "1".repeat(5000)),
        trick("a list", "[1,\"a\",null]"),
        trick("an object", "{\"a\":{\"b\":[]}}"),
        trick("an object with one key twice", "{\"a\":1,\"a\":2}"),
        trick("an empty text", "\"\""),
        trick("NUL", "\"\\u0000\""),
        trick("half a character", "\"\\ud83d\""),
        trick("a text of 1 MB", '"' + "x".repeat(1 << 20) + '"'),
        trick("a key of 100 KB", "{\"" + "k".repeat(100_000) + "\":1}"),
        trick("lists 10,000 deep", "[".repeat(DEEP) + "]".repeat(DEEP)),
        trick("objects 10,000 deep", "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP)),
        trick("10,000 keys", keys(10_000)));
  }

  private static Arguments trick(String name, String value) {
    return Arguments.of(name, value);
  }

  private static String keys(int count) {
    return Stream.iterate(0, number -> number + 1)
        .limit(count)
        .map(number -> "\"k" + number + "\":\"v\"")
        .toList()
        .toString()
        .replace('[', '{')
        .replace(']', '}');
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tricks")
  @Tag("fault")
  protected void hostileJsonCostsItselfAlone(String name, String value) {
    var services = new TreeMap<String, List<String>>();
    services.put(NEIGHBOUR, List.of(json(NEIGHBOUR, WELL_BEHAVED)));
    services.put("whole", List.of(value));
    services.put(
        "parts",
        List.of(
            json("parts", WELL_BEHAVED),
            spoilt("parts", PLACE, value),
            spoilt("parts", "31337", value),
            spoilt("parts", "{\"place\":\"place\"}", value),
            spoilt("parts", "\"place\"", value),
            strange(json("parts", WELL_BEHAVED), value)));

    costsItselfAlone(readJson(services));
  }

  /** What is said of an answer that has a trick in it. */
  protected void costsItselfAlone(Reading reading) {
    neighbourIsWhole(reading);
  }

  @Test
  @Tag("fault")
  protected void anAnswerBeyondTheLimitIsAGapWithItsReason() {
    var services = new TreeMap<String, List<String>>();
    services.put(NEIGHBOUR, List.of(json(NEIGHBOUR, WELL_BEHAVED)));
    services.put(
        "large", List.of(strange(json("large", WELL_BEHAVED), '"' + "x".repeat(1 << 20) + '"')));

    var reading = readLimited(services);

    assertThat(reading.gaps()).isNotEmpty();
    assertThat(reading.reason()).containsPattern("larger than|more than");
  }

  /** An instance with the value in a place of it. */
  private String spoilt(String service, String place, String value) {
    var ports = Map.of(Instance.PRIMARY, PLACE_PORT);
    var address = place.equals(PLACE) ? PLACE : "10.6.6.6";
    var metadata =
        place.startsWith("{") || place.startsWith("\"")
            ? Map.of(PLACE, PLACE)
            : Map.<String, String>of();
    var instance = Instance.of("bad", address, ports, Status.UP, metadata);
    var wanted = place.equals(PLACE) ? '"' + PLACE + '"' : place;
    var json = json(service, instance);
    assertThat(json).contains(wanted);
    return place.startsWith("\"")
        ? json.replace(":" + wanted, ":" + value)
        : json.replace(wanted, value);
  }

  /** An instance with one more field, and with each field twice. */
  private static String strange(String json, String value) {
    return json.substring(0, json.length() - 1) + ",\"strange\":" + value + "," + json.substring(1);
  }
}
