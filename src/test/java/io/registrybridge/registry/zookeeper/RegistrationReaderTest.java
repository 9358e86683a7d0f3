package io.registrybridge.registry.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Status;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RegistrationReaderTest {

  @Test
  void readsWhatSpringCloudWrites() {
    var ports = Map.of(Instance.PRIMARY, 8080, Instance.SECURE, 8443);
    var metadata = Map.of("version", "v1", "zone", "eu-1a");
    var written = Instance.of("o1", "10.0.0.1", ports, Status.UP, metadata);

    var read = RegistrationReader.read("o1", SpringCloud.node("orders", written));

    assertThat(read.flaw()).isEmpty();
    assertThat(read.instance().orElseThrow())
        .isEqualTo(
            new Instance(
                "o1",
                "10.0.0.1",
                written.ports(),
                Status.UP,
                1,
                "eu-1a",
                new TreeMap<>(Map.of("version", "v1", "zone", "eu-1a", "instance_status", "UP"))));
  }

  @Test
  void itIsTheNodeThatTellsInstancesApart() {
    assertThat(instance("{'id': 'x', 'address': 'h', 'port': 1}").id()).isEqualTo("node-1");
  }

  @ParameterizedTest
  @CsvSource({
    "UP, UP",
    "up, UP",
    "OUT_OF_SERVICE, OUT",
    "out_of_service, OUT",
    "DOWN, FAILED",
    "STARTING, FAILED",
    "anything, FAILED"
  })
  void takesTheStatusFromTheMetadata(String word, Status status) {
    assertThat(with("'payload': {'metadata': {'instance_status': '%s'}}".formatted(word)).status())
        .isEqualTo(status);
  }

  @Test
  void whatTellsNoStatusIsUpAndWhatIsNotEnabledIsOut() {
    assertThat(with("'payload': null").status()).isEqualTo(Status.UP);
    assertThat(with("'enabled': true").status()).isEqualTo(Status.UP);
    assertThat(with("'enabled': false").status()).isEqualTo(Status.OUT);
    assertThat(
            with("'enabled': false, 'payload': {'metadata': {'instance_status': 'UP'}}").status())
        .isEqualTo(Status.OUT);
  }

  @Test
  void aPayloadOfAnotherClassIsMetadataAsFarAsItIsTextAndItsClassIsNotEvenLookedAt() {
    var one =
        with(
            "'payload': {'@class': 'org.example.Gadget', 'version': 7, 'live': true, 'x': null,"
                + " 'list': [1], 'map': {'a': 'b'}}");

    assertThat(one.metadata())
        .containsExactlyInAnyOrderEntriesOf(Map.of("version", "7", "live", "true"));
  }

  @Test
  void aPayloadThatIsNoObjectIsNoMetadata() {
    assertThat(with("'payload': 'text'").metadata()).isEmpty();
    assertThat(with("'payload': [1, 2]").metadata()).isEmpty();
  }

  @Test
  void aPortThatIsNoneCostsThatPort() {
    var read = read("{'address': 'h', 'port': 70000, 'sslPort': 8443}");

    assertThat(read.instance().orElseThrow().ports()).isEqualTo(Map.of(Instance.SECURE, 8443));
    assertThat(read.flaw()).isEqualTo("port is not a number from 1 to 65535");
  }

  @Test
  void metadataThatIsTooLongCostsItself() {
    var read = with("'payload': {'metadata': {'a': '%s', 'b': 'c'}}".formatted("x".repeat(5000)));

    assertThat(read.metadata()).isEqualTo(Map.of("b", "c"));
  }

  static Stream<Arguments> unusable() {
    return Stream.of(
        unusable("", "it has no data"),
        unusable("null", "its data is no JSON object"),
        unusable("[]", "its data is no JSON object"),
        unusable("'text'", "its data is no JSON object"),
        unusable("{'address': 'h'}", "it has neither port nor sslPort"),
        unusable("{'address': 'h', 'port': null}", "it has neither port nor sslPort"),
        unusable("{'address': 'h', 'port': 0}", "port is not a number from 1 to 65535"),
        unusable("{'address': 'h', 'port': 'x'}", "port is not a number from 1 to 65535"),
        unusable("{'address': 'h', 'port': {}}", "port is not a number from 1 to 65535"),
        unusable("{'address': ' ', 'port': 1}", "it has no address"),
        unusable("{'address': {'a': 1}, 'port': 1}", "it has no address"),
        unusable("{'port': 1}", "it has no address"),
        unusable("{'a': '" + "x".repeat(70_000) + "'}", "its data is longer than 64 KB"));
  }

  private static Arguments unusable(String json, String flaw) {
    return Arguments.of(json, flaw);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("unusable")
  void saysWhyAnInstanceCannotBeUsed(String json, String flaw) {
    assertThat(read(json)).isEqualTo(Registration.unreadable(flaw));
  }

  @Test
  void whatIsNoJsonIsSaidToBeNone() {
    assertThat(read("{'address': ").flaw()).startsWith("its data is no JSON: ");
    assertThat(read("127.0.0.1").flaw()).startsWith("its data is no JSON");
    assertThat(read("[".repeat(60_000)).flaw()).startsWith("its data is no JSON");
    assertThat(RegistrationReader.read("n", new byte[] {(byte) 0xac, (byte) 0xed, 0, 5}).flaw())
        .startsWith("its data is no JSON");
  }

  @Test
  void whateverBytesThereAreNothingIsThrown() {
    var good = SpringCloud.node("orders", with("'payload': {'metadata': {'a': 'b'}}"));
    var random = new Random(7);

    assertThat(IntStream.range(0, 2000).mapToObj(seed -> spoilt(good, random)))
        .allSatisfy(
            bytes -> {
              var read = RegistrationReader.read("node-1", bytes);
              assertThat(read.instance().isPresent() || !read.flaw().isEmpty()).isTrue();
            });
  }

  private static byte[] spoilt(byte[] good, Random random) {
    var bytes = good.clone();
    for (var count = 0; count <= random.nextInt(4); count++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static Instance with(String fields) {
    return instance("{'address': '10.0.0.1', 'port': 8080, " + fields + "}");
  }

  private static Instance instance(String json) {
    return read(json).instance().orElseThrow();
  }

  private static Registration read(String json) {
    return RegistrationReader.read("node-1", json.replace('\'', '"').getBytes(UTF_8));
  }
}
