package io.registrybridge.sink.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrybridge.sink.kubernetes.WriteOrder.Side;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class WritersTest {

  private final Queue<Runnable> calls = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private boolean ended;
  private boolean broken;
  private boolean taking;
  private final Writers writers =
      new Writers(
          call -> {
            if (broken) {
              throw new OutOfMemoryError("unable to create native thread");
            }
            if (taking) { // x, by the call of another task that came at the same time
              taking = false;
              add(Side.NEWEST, "y");
              run();
              throw new RejectedExecutionException("ended");
            }
            if (ended) {
              throw new RejectedExecutionException("ended");
            }
            calls.add(call);
          });

  @Test
  void oneSideWithManyTasksKeepsTheOtherNotWaiting() {
    add(Side.OLDEST, "a", "b", "c", "d");
    add(Side.NEWEST, "x", "y");
    run();
    assertThat(done).containsExactly("x", "a", "y", "b", "c", "d");
  }

  @Test
  void whatIsRefusedIsNotRunByAnothersCall() {
    add(Side.NEWEST, "x");
    ended = true;
    assertThatThrownBy(() -> add(Side.NEWEST, "y")).isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> add(Side.OLDEST, "a")).isInstanceOf(RejectedExecutionException.class);
    run();
    assertThat(done).containsExactly("x");
  }

  /** As where the process may have no more threads. */
  @Test
  void whatNoThreadCouldBeStartedForIsNotRunLater() {
    broken = true;
    assertThatThrownBy(() -> add(Side.NEWEST, "x")).isInstanceOf(OutOfMemoryError.class);
    broken = false;
    add(Side.NEWEST, "y");
    run();
    assertThat(done).containsExactly("y");
  }

  @Test
  void aRefusedOneThatAnothersCallTookMakesUpForIt() {
    taking = true;
    add(Side.NEWEST, "x");
    assertThat(done).as("x by the call of y, which is not left behind").containsExactly("x", "y");
  }

  private void add(Side side, String... names) {
    for (var name : names) {
      writers.of(side).execute(() -> done.add(name));
    }
  }

  private void run() {
    calls.forEach(Runnable::run);
    calls.clear();
  }
}
