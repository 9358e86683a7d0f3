package io.registrybridge.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoolTest {

  private final Pool pool = new Pool();

  @Test
  void givesTheFirstOfThoseThatAreEqual() {
    var first = Pairs.copyOf(Map.of("version", "v1"));
    assertThat(pool.same(first)).isSameAs(first);
    assertThat(pool.same(Pairs.copyOf(Map.of("version", "v1")))).isSameAs(first);
    var other = Pairs.copyOf(Map.of("version", "v2"));
    assertThat(pool.same(other)).isSameAs(other);
  }

  @Test
  void keepsWhatCameFirstAndNoMoreThanSomeHundreds() {
    var first = pool.same(Pairs.copyOf(Map.of("number", 0)));
    IntStream.range(1, 1000).forEach(number -> pool.same(Pairs.copyOf(Map.of("number", number))));
    assertThat(pool.same(Pairs.copyOf(Map.of("number", 0)))).isSameAs(first);
    var late = Pairs.copyOf(Map.of("number", 999));
    assertThat(pool.same(late)).isSameAs(late);
  }
}
