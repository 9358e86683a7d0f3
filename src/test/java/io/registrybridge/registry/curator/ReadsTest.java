package io.registrybridge.registry.curator;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.registry.curator.Ask.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadsTest {

  private final List<Ask> sent = new ArrayList<>();
  private final Reads reads = new Reads((ask, ofWalk) -> sent.add(ask));

  @Test
  void noMoreThanABoundedNumberIsUnderWay() {
    reads.want(many(1000), true);
    assertThat(sent).hasSize(128);

    reads.answered(true);
    assertThat(sent).hasSize(129);
  }

  @Test
  void whatTheWatchToldOfGoesBeforeTheRestOfAWalk() {
    reads.want(many(1000), true);

    reads.want(List.of(new Listing("news")), false);
    assertThat(reads.caughtUp()).isFalse();
    reads.answered(true);

    assertThat(sent).last().isEqualTo(new Listing("news"));
    reads.answered(false);
    assertThat(reads.caughtUp()).isTrue();
    assertThat(reads.walking()).isTrue();
  }

  @Test
  void whatWaitsIsWantedOnce() {
    reads.want(many(128), true);
    for (var count = 0; count < 5; count++) {
      reads.want(List.of(new Listing("news")), false);
    }
    for (var count = 0; count < 128; count++) {
      reads.answered(true);
    }

    assertThat(sent).containsOnlyOnce(new Listing("news"));
  }

  @Test
  void aWalkEndsWithItsLastAnswer() {
    assertThat(reads.walking()).isFalse();
    reads.want(many(200), true);
    for (var count = 0; count < 199; count++) {
      reads.answered(true);
      assertThat(reads.walking()).isTrue();
    }

    reads.answered(true);

    assertThat(reads.walking()).isFalse();
    assertThat(reads.waiting()).isFalse();
  }

  private static List<Ask> many(int count) {
    return IntStream.range(0, count).<Ask>mapToObj(number -> new Listing("f" + number)).toList();
  }
}
