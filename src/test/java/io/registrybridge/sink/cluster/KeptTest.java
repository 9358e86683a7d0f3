package io.registrybridge.sink.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.mesh.Keys;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KeptTest {

  private static final int TERM = 3;

  private final Kept kept = new Kept(TERM, Map.of("shop", "12/1", "core", ""));

  @Test
  void onlyWhatIsNotThereYetIsAnnotated() {
    assertThat(kept.changes(keeping(TERM, Map.of())))
        .containsExactly(Map.entry(Keys.kept("shop"), Optional.of("12/1")));
    assertThat(kept.changes(keeping(TERM, Map.of("shop", "12/1")))).isEmpty();
  }

  @Test
  void anEmptyWordIsForgotten() {
    assertThat(kept.changes(keeping(TERM, Map.of("shop", "12/1", "core", "1/1"))))
        .containsExactly(Map.entry(Keys.kept("core"), Optional.empty()));
  }

  @Test
  void whatAnotherSinkKeepsOnTheSameLeaseStays() {
    assertThat(kept.changes(keeping(TERM, Map.of("shop", "12/1", "rpc", "2/2")))).isEmpty();
  }

  @Test
  void whoLedInBetweenKnowsBetter() {
    assertThat(kept.changes(keeping(TERM + 1, Map.of("shop", "20/2")))).isEmpty();
  }

  @Test
  void aPauseAndWhatIsKeptOutliveALeaseThatSomebodyDeletes() {
    var annotations = new TreeMap<>(Map.of(Keys.PAUSED, "t", Keys.released("shop"), "t"));
    annotations.put(Keys.kept("shop"), "12/1");
    var gone = lease(TERM, annotations);
    assertThat(gone.lasting()).containsOnlyKeys(Keys.PAUSED, Keys.kept("shop"));
  }

  private static Deed keeping(int term, Map<String, String> kept) {
    var annotations = new TreeMap<String, String>();
    kept.forEach((registry, word) -> annotations.put(Keys.kept(registry), word));
    return lease(term, annotations);
  }

  private static Deed lease(int term, SortedMap<String, String> annotations) {
    return new Deed(
        "me", Duration.ofSeconds(15), Optional.empty(), Optional.empty(), term, 1, annotations);
  }
}
