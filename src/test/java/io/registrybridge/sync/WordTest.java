package io.registrybridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.plan.Gap;
import io.registrybridge.registry.Gap.OfAnything;
import io.registrybridge.registry.Gap.OfBranch;
import io.registrybridge.registry.Gap.OfPartition;
import io.registrybridge.registry.Gap.OfService;
import io.registrybridge.registry.Reading.Partial;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WordTest {

  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

  private final ServiceKey team = new ServiceKey("shop", "eu", "team");

  @Test
  void aGapOfARegistryIsTheSameGapToThePlan() {
    var gaps =
        List.<io.registrybridge.registry.Gap>of(
            new OfService(team),
            new OfBranch(team, "/"),
            new OfPartition("shop", "eu"),
            new OfAnything("shop"));
    var reading = new Partial("shop", SINCE, Catalog.empty(), gaps, "half an answer");

    assertThat(Word.of(List.of(reading), Map.of("shop", SINCE), Set.of("shop")).gaps())
        .containsExactly(
            gap(Optional.of("eu"), Optional.of("team"), Optional.empty()),
            gap(Optional.of("eu"), Optional.of("team"), Optional.of("/")),
            gap(Optional.of("eu"), Optional.empty(), Optional.empty()),
            gap(Optional.empty(), Optional.empty(), Optional.empty()));
    assertThat(gaps).hasSameSizeAs(io.registrybridge.registry.Gap.class.getPermittedSubclasses());
  }

  private static Gap gap(
      Optional<String> partition, Optional<String> service, Optional<String> below) {
    return new Gap("shop", partition, service, below, "half an answer", Optional.of(SINCE));
  }
}
