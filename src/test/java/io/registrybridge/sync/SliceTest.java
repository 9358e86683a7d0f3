package io.registrybridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SliceTest {

  private final AtomicBoolean pressing = new AtomicBoolean();

  @Test
  void lastsAsLongAsNothingWaits() {
    var slice = new Slice(pressing::get, Duration.ZERO);

    assertThat(slice.getAsBoolean()).isFalse();
    pressing.set(true);
    assertThat(slice.getAsBoolean()).isTrue();
  }

  @Test
  void lastsForItsLengthWhateverWaits() {
    pressing.set(true);

    assertThat(new Slice(pressing::get, Duration.ofHours(1)).getAsBoolean()).isFalse();
  }

  @Test
  void doesNotBeginAgain() {
    pressing.set(true);
    var slice = new Slice(pressing::get, Duration.ZERO);
    assertThat(slice.getAsBoolean()).isTrue();

    pressing.set(false);

    assertThat(slice.getAsBoolean()).isTrue();
  }
}
