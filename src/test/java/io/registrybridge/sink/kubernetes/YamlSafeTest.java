package io.registrybridge.sink.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class YamlSafeTest {

  @Test
  void escapesWhatYamlDoesNotTakeAsItIs() {
    assertThat(json("\u007F\u0085\u009F\u2028\uFEFF"))
        .isEqualTo("{\"a\":\"\\u007F\\u0085\\u009F\\u2028\\uFEFF\"}");
  }

  @Test
  void leavesAllElse() {
    assertThat(json("Größe 注文 🚀 \"\t")).isEqualTo("{\"a\":\"Größe 注文 🚀 \\\"\\t\"}");
  }

  private static String json(String text) {
    return YamlSafe.serialization().asJson(Map.of("a", text));
  }
}
