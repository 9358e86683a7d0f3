package io.registrybridge.sink.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FailureTest {

  private static final Failure REFUSED = new Failure("refused", true, true);
  private static final Failure BROKEN = new Failure("broken", false, true);
  private static final Failure LEFT = Failure.left("another pass waits");

  @Test
  void severalAreRefusedOnlyIfAllAre() {
    assertThat(Failure.of(List.of(REFUSED, REFUSED)))
        .contains(new Failure("refused (and 1 more)", true, true));
    assertThat(Failure.of(List.of(REFUSED, BROKEN)))
        .contains(new Failure("broken (and 1 more)", false, true));
  }

  @Test
  void whatWasLeftHidesNoneThatWasTried() {
    assertThat(Failure.of(List.of(LEFT, REFUSED, LEFT)))
        .contains(new Failure("refused (and 2 more)", false, true, true));
    assertThat(Failure.of(List.of(LEFT, LEFT)))
        .contains(new Failure("another pass waits (and 1 more)", false, false, true));
  }

  @Test
  void noneIsNone() {
    assertThat(Failure.of(List.of())).isEmpty();
  }
}
