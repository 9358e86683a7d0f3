package io.registrybridge.registry.nacos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageMarshallerTest {

  private final MessageMarshaller marshaller = new MessageMarshaller("10.0.0.9");

  /** By hand, after Nacos' nacos_grpc_service.proto. */
  @Test
  void writesWhatNacosReads() throws IOException {
    var message = new Message("T", Map.of("k", "v"), "{}");
    var metadata = "1a0154" + "3a06" + "0a016b" + "120176" + "4208" + "31302e302e302e39";
    var body = "12027b7d";
    var expected = "12" + length(metadata) + metadata + "1a" + length(body) + body;

    assertThat(HexFormat.of().formatHex(marshaller.stream(message).readAllBytes()))
        .isEqualTo(expected);
  }

  @Test
  void readsWhatItWrites() {
    var message = new Message("ServiceListRequest", "{\"name\":\"Bestellungen für 北京\"}");

    assertThat(marshaller.parse(marshaller.stream(message))).isEqualTo(message);
  }

  @Test
  void whatIsNoneOfNacosMessagesIsAFailureOfTheCall() {
    var rubbish = new ByteArrayInputStream(new byte[] {0x12, 0x7f, 0x01});

    assertThatThrownBy(() -> marshaller.parse(rubbish))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("not Nacos'");
  }

  private static String length(String hex) {
    return "%02x".formatted(hex.length() / 2);
  }
}
