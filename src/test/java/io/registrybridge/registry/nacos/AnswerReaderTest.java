package io.registrybridge.registry.nacos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Status;
import io.registrybridge.registry.nacos.Answer.Cause;
import io.registrybridge.registry.nacos.Answer.Done;
import io.registrybridge.registry.nacos.Answer.Instances;
import io.registrybridge.registry.nacos.Answer.Names;
import io.registrybridge.registry.nacos.Answer.Refusal;
import io.registrybridge.registry.nacos.Answer.Unusable;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {

  private static final String WHOLE =
      """
      {"resultCode":200,"errorCode":0,"success":true,"requestId":"3","serviceInfo":{
        "name":"orders","groupName":"DEFAULT_GROUP","clusters":"","cacheMillis":10000,
        "hosts":[{"instanceId":"10.0.0.1#8080#HZ#DEFAULT_GROUP@@orders","ip":"10.0.0.1","port":8080,
          "weight":2.5,"healthy":true,"enabled":true,"ephemeral":true,"clusterName":"HZ",
          "serviceName":"DEFAULT_GROUP@@orders","metadata":{"version":"v1","nothing":null,"odd":[1]},
          "instanceHeartBeatInterval":5000}],
        "lastRefTime":1,"checksum":"","allIPs":false,"reachProtectionThreshold":false,"valid":true}}
      """;

  @Test
  void readsWhatNacosSaysOfAnInstance() {
    assertThat(instances(WHOLE).unusable()).isEmpty();
    assertThat(instances(WHOLE).isProtected()).isFalse();
    assertThat(instances(WHOLE).instances())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.id()).isEqualTo("10.0.0.1#8080#HZ#DEFAULT_GROUP@@orders");
              assertThat(one.address()).isEqualTo("10.0.0.1");
              assertThat(one.ports()).containsExactly(entry(Instance.PRIMARY, 8080));
              assertThat(one.status()).isEqualTo(Status.UP);
              assertThat(one.weight()).isEqualTo(2.5);
              assertThat(one.locality()).isEqualTo("HZ");
              assertThat(one.metadata()).containsExactly(entry("version", "v1"));
            });
  }

  @Test
  void anInstanceWithoutAnIdIsKnownByItsAddress() {
    var one = only("{\"ip\":\"fd00::1\",\"port\":\"8080\",\"clusterName\":\"DEFAULT\"}");

    assertThat(one.id()).isEqualTo("fd00::1:8080");
    assertThat(one.locality()).isEmpty();
    assertThat(one.status()).isEqualTo(Status.UP);
  }

  @Test
  void bracketsAreNoPartOfAnAddress() {
    assertThat(only("{\"ip\":\"[fd00::1]\",\"port\":8080}").address()).isEqualTo("fd00::1");
  }

  @Test
  void aPortThatSpeaksTlsIsASecureOne() {
    assertThat(
            only("{\"ip\":\"10.0.0.1\",\"port\":8443,\"metadata\":{\"secure\":\"true\"}}").ports())
        .containsExactly(entry(Instance.SECURE, 8443));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "\"NaN\"", "\"heavy\"", "{}", "1e999"})
  void aWeightThatIsNoneIsOneAndIsTold(String weight) {
    var answer = instances(of("{\"ip\":\"10.0.0.1\",\"port\":8080,\"weight\":" + weight + "}"));

    assertThat(answer.instances()).extracting(Instance::weight).containsExactly(1.0);
    assertThat(answer.unusable())
        .containsExactly(
            new Unusable("10.0.0.1:8080", "weight is not a number from 0 on, so it is taken as 1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "7",
        "[]",
        "null",
        "{\"ip\":\"10.0.0.9\"}",
        "{\"ip\":\"10.0.0.9\",\"port\":0}",
        "{\"ip\":\"10.0.0.9\",\"port\":65536}",
        "{\"ip\":\"10.0.0.9\",\"port\":99999999999}",
        "{\"ip\":\"10.0.0.9\",\"port\":[80]}",
        "{\"ip\":[\"10.0.0.9\"],\"port\":80}",
        "{\"ip\":\"  \",\"port\":80}"
      })
  void aMalformedInstanceCostsItselfAlone(String host) {
    var answer = instances(of(host, "{\"ip\":\"10.0.0.1\",\"port\":8080}"));

    assertThat(answer.instances()).extracting(Instance::address).containsExactly("10.0.0.1");
    assertThat(answer.unusable()).isNotEmpty();
  }

  @Test
  void thoseThatShareAnIdAreToldApartByPortAndAddressAndCluster() {
    var answer =
        instances(
            of(
                "{\"instanceId\":\"orders\",\"ip\":\"10.0.0.1\",\"port\":8080}",
                "{\"instanceId\":\"orders\",\"ip\":\"10.0.0.1\",\"port\":8081}",
                "{\"instanceId\":\"orders\",\"ip\":\"10.0.0.2\",\"port\":8080}",
                "{\"instanceId\":\"orders\",\"ip\":\"10.0.0.2\",\"port\":8080,\"clusterName\":\"b\"}",
                "{\"instanceId\":\"other\",\"ip\":\"10.0.0.2\",\"port\":8080}",
                "{\"instanceId\":\"10.0.0.2:8080#b\",\"ip\":\"10.0.0.3\",\"port\":8080}"));

    assertThat(answer.instances())
        .extracting(Instance::id)
        .containsExactlyInAnyOrder(
            "10.0.0.1:8080#DEFAULT",
            "10.0.0.1:8081#DEFAULT",
            "10.0.0.2:8080#DEFAULT",
            "10.0.0.2:8080#b",
            "other");
    assertThat(answer.unusable())
        .containsExactly(new Unusable("10.0.0.2:8080#b", "it is listed twice"));
  }

  @Test
  void theSecondOfTwoThatAreAlikeIsTold() {
    var host = "{\"ip\":\"10.0.0.1\",\"port\":8080}";

    assertThat(instances(of(host, host)).instances()).hasSize(1);
    assertThat(instances(of(host, host)).unusable())
        .containsExactly(new Unusable("10.0.0.1:8080", "it is listed twice"));
  }

  @Test
  void metadataIsBounded() {
    var host =
        "{\"ip\":\"10.0.0.1\",\"port\":8080,\"metadata\":{\"long\":\"%s\",\"short\":\"s\"}}"
            .formatted("x".repeat(5000));

    assertThat(instances(of(host)).instances().get(0).metadata()).isEqualTo(Map.of("short", "s"));
    assertThat(instances(of(host)).unusable())
        .containsExactly(
            new Unusable("10.0.0.1:8080", "metadata.long is too long or one too many"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "\"hosts\"",
        "<html>",
        "{\"resultCode\":200}",
        "{\"resultCode\":200,\"serviceInfo\":null}",
        "{\"resultCode\":200,\"serviceInfo\":[]}",
        "{\"resultCode\":200,\"serviceInfo\":{}}",
        "{\"resultCode\":200,\"serviceInfo\":{\"hosts\":null}}",
        "{\"resultCode\":200,\"serviceInfo\":{\"hosts\":{}}}",
        "{\"resultCode\":200,\"serviceInfo\":{\"hosts\":[",
        "{\"serviceInfo\":{\"hosts\":[]}}"
      })
  void whatIsNoAnswerIsNotAnEmptyOne(String body) {
    assertThat(AnswerReader.instances(message(body))).isInstanceOf(Refusal.class);
  }

  @Test
  void everyBeginningOfAnAnswerIsARefusal() {
    for (var end = 0; end < WHOLE.strip().length(); end++) {
      var beginning = WHOLE.strip().substring(0, end);
      assertThat(AnswerReader.instances(message(beginning)))
          .as(beginning)
          .isInstanceOf(Refusal.class);
    }
  }

  @Test
  void neverThrowsForWhatItReads() {
    var random = new Random(7);
    for (var round = 0; round < 2000; round++) {
      var broken = new StringBuilder(WHOLE);
      broken.setCharAt(random.nextInt(WHOLE.length()), "{}[]\",:0x".charAt(random.nextInt(9)));
      assertThat(AnswerReader.instances(message(broken.toString()))).isNotNull();
    }
  }

  @Test
  void readsNames() {
    var body = "{\"resultCode\":200,\"count\":2,\"serviceNames\":[\"a\",\"b\"]}";

    assertThat(AnswerReader.names(message(body))).isEqualTo(new Names(2, List.of("a", "b")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"resultCode\":200,\"count\":1,\"serviceNames\":[{}]}",
        "{\"resultCode\":200,\"count\":1,\"serviceNames\":[\"\"]}",
        "{\"resultCode\":200,\"serviceNames\":[]}",
        "{\"resultCode\":200,\"count\":\"many\",\"serviceNames\":[]}"
      })
  void aListingThatCannotBeReadIsNotAShortOne(String body) {
    assertThat(AnswerReader.names(message(body))).isInstanceOf(Refusal.class);
  }

  @Test
  void aRefusalSaysWhatTheServerSaid() {
    assertThat(
            refusal("{\"resultCode\":500,\"errorCode\":403,\"message\":\"unknown user!\\n at\"}"))
        .isEqualTo(new Refusal(Cause.LOGIN, "answered 403: unknown user!"));
    assertThat(refusal("{\"resultCode\":500,\"errorCode\":301}"))
        .isEqualTo(new Refusal(Cause.CONNECTION, "answered 301"));
    assertThat(refusal("{\"resultCode\":500,\"message\":\"%s\"}".formatted("x".repeat(1000))))
        .isEqualTo(new Refusal(Cause.QUESTION, "answered 500: " + "x".repeat(200)));
  }

  private static Answer refusal(String body) {
    assertThat(AnswerReader.done(message("{\"resultCode\":200}"))).isEqualTo(new Done());
    return AnswerReader.done(message(body));
  }

  private static Instance only(String host) {
    return instances(of(host)).instances().get(0);
  }

  private static String of(String... hosts) {
    return "{\"resultCode\":200,\"serviceInfo\":{\"hosts\":[" + String.join(",", hosts) + "]}}";
  }

  private static Instances instances(String body) {
    return (Instances) AnswerReader.instances(message(body));
  }

  private static Message message(String body) {
    return new Message("QueryServiceResponse", body);
  }
}
