package io.registrybridge.registry.dubbo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderReaderTest {

  @Test
  void readsWhatDubboWrites() {
    var url = read("dubbo://10.0.0.1:20880/com.acme.Orders?" + Dubbo.USUAL + "&version=1.0.0");

    assertThat(url.scheme()).isEqualTo("dubbo");
    assertThat(url.host()).isEqualTo("10.0.0.1");
    assertThat(url.port()).isEqualTo(20880);
    assertThat(url.process()).isEqualTo("4711");
    assertThat(url.started()).isEqualTo(1700000000000L);
    assertThat(url.parameters())
        .containsEntry("version", "1.0.0")
        .containsEntry("methods", "find,place")
        .containsEntry("dynamic", "true")
        .doesNotContainKeys("pid", "timestamp");
  }

  @Test
  void readsWhatDubboForGoEncodesTwice() {
    assertThat(
            read("tri://10.0.0.1:20000/com.acme.Orders?methods=Find%2CPlace&x=a%20b+c")
                .parameters())
        .isEqualTo(Map.of("methods", "Find,Place", "x", "a b+c"));
  }

  @Test
  void aUserIsNotTakenForAPartOfTheAddressAndIsForgotten() {
    var url = read("dubbo://scott:ti@ger@10.0.0.1:20880/com.acme.Orders?version=1");

    assertThat(url.host()).isEqualTo("10.0.0.1");
    assertThat(url.toString()).doesNotContain("scott").doesNotContain("ger");
  }

  @ParameterizedTest
  @CsvSource({
    "dubbo://[fd00::1]:20880/x, fd00::1, 20880",
    "dubbo://host.example:1, host.example, 1",
    "TRI://h:65535?a=b, h, 65535",
    "rest://h:80/x/y/z?a=b?c, h, 80"
  })
  void readsAddresses(String text, String host, int port) {
    assertThat(read(text).host()).isEqualTo(host);
    assertThat(read(text).port()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "override://0.0.0.0/x?disabled=true",
        "empty://h/x",
        "consumer://h/x",
        "condition://0.0.0.0/x"
      })
  void rulesAndConsumersAreNeitherProvidersNorFlaws(String text) {
    assertThat(ProviderReader.read(Dubbo.node(text))).isEqualTo(ProviderNode.none());
  }

  @ParameterizedTest
  @CsvSource({
    "dubbo://10.0.0.1/x, its URL has no host and port",
    "dubbo:///x, its URL has no host and port",
    "dubbo://:20880/x, its URL has no host and port",
    "dubbo://fd00::1:20880/x, its URL has no host and port",
    "dubbo://h:0/x, its port is not a number from 1 to 65535",
    "dubbo://h:70000/x, its port is not a number from 1 to 65535",
    "dubbo://h:999999/x, its URL has no host and port",
    "10.0.0.1:20880, its name is no encoded URL",
    "'', its name is no encoded URL"
  })
  void saysWhyAProviderCannotBeUsed(String text, String flaw) {
    assertThat(ProviderReader.read(Dubbo.node(text))).isEqualTo(ProviderNode.unreadable(flaw));
  }

  @Test
  void whatIsTooLongOrTooMuchIsBounded() {
    assertThat(ProviderReader.read("x".repeat(70_000)).flaw()).contains("longer than 64 KB");
    assertThat(ProviderReader.read("dubbo%").flaw()).isEqualTo("its name is no encoded URL");
    var query = new StringBuilder("long=" + "x".repeat(5000));
    IntStream.range(0, 2000).forEach(number -> query.append("&k").append(number).append("=v"));
    assertThat(read("dubbo://h:1/x?" + query).parameters())
        .hasSizeLessThanOrEqualTo(512)
        .doesNotContainKey("long");
  }

  @Test
  void aTwiceGivenParameterIsTheFirst() {
    assertThat(read("dubbo://h:1/x?weight=1&weight=2&=3&alone").parameters())
        .isEqualTo(Map.of("weight", "1"));
  }

  @Test
  void whateverTheNameIsNothingIsThrown() {
    var good = URLEncoder.encode("dubbo://[::1]:20880/x?" + Dubbo.USUAL, UTF_8).toCharArray();
    var random = new Random(7);

    assertThat(IntStream.range(0, 3000).mapToObj(seed -> spoilt(good, random)))
        .allSatisfy(
            name -> {
              var read = ProviderReader.read(name);
              assertThat(read.url().isPresent() && !read.flaw().isEmpty()).isFalse();
            });
  }

  private static String spoilt(char[] good, Random random) {
    var text = good.clone();
    for (var count = 0; count <= random.nextInt(4); count++) {
      text[random.nextInt(Math.min(40, text.length))] = (char) (32 + random.nextInt(96));
    }
    return new String(text);
  }

  private static ProviderUrl read(String url) {
    return ProviderReader.read(Dubbo.node(url)).url().orElseThrow();
  }
}
