package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.peer.Peers;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Prometheus takes the alert rules, and each alert fires when it should and not else. */
class AlertsIT {

  static final Path TESTS = Path.of("src", "test", "resources", "alerts", "tests.yaml");

  @BeforeAll
  static void require() {
    Peers.require("promtool");
  }

  @Test
  void prometheusTakesTheRules() {
    var said = Promtool.run("check", "rules", Promtool.RULES.toString());
    assertThat(said.code()).as(said.text()).isZero();
  }

  @Test
  void eachFiresOnItsFaultAndNoSoonerThanItSays() {
    var said = Promtool.run("test", "rules", TESTS.toString());
    assertThat(said.code()).as(said.text()).isZero();
  }
}
