package io.registrybridge.registry.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.catalog.ServiceKey;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ServiceNodesTest {

  private final ServiceNodes nodes = new ServiceNodes("legacy");

  @Test
  void aFolderThatCannotBeReadKeepsWhatStandsBelowItFromBeingTold() {
    var gap = nodes.gap("team");

    assertThat(gap.covers(key("team"))).isTrue();
    assertThat(gap.covers(key("team/orders"))).isTrue();
    assertThat(gap.covers(key("team/new/stock"))).isTrue();
    assertThat(gap.covers(key("teams"))).isFalse();
    assertThat(gap.covers(new ServiceKey("other", "", "team/orders"))).isFalse();
    assertThat(gap.covers(new ServiceKey("legacy", "eu", "team/orders"))).isFalse();
  }

  @Test
  void entriesOfWhichNoneCanBeUsedSayNothingOfTheFoldersBesideThem() {
    var rubbish = nodes.entry("t1", "rubbish".getBytes(UTF_8));
    var unreadable = nodes.part("team", new TreeMap<>(Map.of("t1", rubbish))).unreadable();

    assertThat(unreadable).containsOnlyKeys("team");
    var gap = Objects.requireNonNull(unreadable.get("team"));
    assertThat(gap.covers(key("team"))).isTrue();
    assertThat(gap.covers(key("team/orders"))).isFalse();
  }

  private static ServiceKey key(String name) {
    return new ServiceKey("legacy", "", name);
  }
}
