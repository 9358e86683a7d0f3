package io.registrybridge.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PairsTest {

  private final Pairs<String, Integer> pairs = Pairs.copyOf(Map.of("b", 2, "c", 3, "a", 1));

  @Test
  void isWhatATreeIs() {
    for (var seed = 1; seed <= 500; seed++) {
      var random = new Random(seed);
      var tree = new TreeMap<String, Integer>();
      for (var count = random.nextInt(20); count > 0; count--) {
        tree.put("k" + random.nextInt(30), random.nextInt());
      }
      var copy = Pairs.copyOf(new HashMap<>(tree));
      assertThat(copy).as("seed %d", seed).isEqualTo(tree).hasSameHashCodeAs(tree);
      assertThat(tree).isEqualTo(copy);
      assertThat(copy).hasToString(tree.toString()).isEqualTo(Pairs.copyOf(tree));
      for (var key = 0; key < 30; key++) {
        assertThat(copy.get("k" + key)).isEqualTo(tree.get("k" + key));
        assertThat(copy.containsKey("k" + key)).isEqualTo(tree.containsKey("k" + key));
      }
    }
  }

  @Test
  void isInTheNaturalOrderWhateverOrderItWasGiven() {
    var backwards = new TreeMap<String, Integer>(Comparator.reverseOrder());
    backwards.putAll(pairs);

    assertThat(Pairs.copyOf(backwards))
        .containsExactly(entry("a", 1), entry("b", 2), entry("c", 3));
    assertThat(pairs.comparator()).isNull();
    assertThat(pairs.firstKey()).isEqualTo("a");
    assertThat(pairs.lastKey()).isEqualTo("c");
  }

  @Test
  void differsWhereAValueDoes() {
    assertThat(pairs).isNotEqualTo(Pairs.copyOf(Map.of("a", 1, "b", 2, "c", 4)));
    assertThat(pairs).isNotEqualTo(Pairs.copyOf(Map.of("a", 1, "b", 2)));
    assertThat(pairs).isNotEqualTo(Map.of("a", 1, "b", 2, "d", 3));
  }

  @Test
  void hasParts() {
    assertThat(pairs.headMap("b")).containsExactly(entry("a", 1));
    assertThat(pairs.tailMap("b")).containsExactly(entry("b", 2), entry("c", 3));
    assertThat(pairs.subMap("b", "c")).containsExactly(entry("b", 2));
  }

  @Test
  void cannotBeChanged() {
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> pairs.put("d", 4));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> pairs.remove("a"));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> pairs.entrySet().iterator().next().setValue(7));
  }

  @Test
  void isNotCopiedAgainAndKnowsNothingOfNull() {
    assertThat(Pairs.copyOf(pairs)).isSameAs(pairs);
    assertThat(pairs.get(null)).isNull();
  }

  @Test
  void nothingHasNoFirstKey() {
    var nothing = Pairs.copyOf(new HashMap<String, Integer>());
    assertThat(nothing).isEmpty();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(nothing::firstKey);
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(nothing::lastKey);
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> nothing.entrySet().iterator().next());
  }
}
