package io.registrybridge.sink.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.plan.Change;
import io.registrybridge.sink.Outcome;
import io.registrybridge.sink.Sample;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QueueTest {

  private final Queue queue = new Queue();

  @Test
  void keepsTheOrderOfAPlanThatNothingIsLeftOf() {
    assertThat(order("a", "b", "c")).containsExactly("a", "b", "c");
    queue.went(List.of(applied("a"), applied("b"), failed("c")));
    assertThat(order("c", "d")).containsExactly("c", "d");
  }

  @Test
  void whatIsNewTakesTurnsWithWhatWasLeft() {
    order("a", "b", "c", "d");
    queue.went(List.of(applied("a"), left("b"), left("c"), left("d")));

    assertThat(order("a", "b", "c", "d", "e")).containsExactly("a", "b", "e", "c", "d");
  }

  @Test
  void whoHasBeenWaitingLongestIsFirst() {
    order("c", "d");
    queue.went(List.of(left("c"), left("d")));
    order("a", "c", "d");
    queue.went(List.of(left("a"), left("c"), applied("d")));

    assertThat(order("a", "b", "c", "d")).containsExactly("b", "c", "d", "a");
  }

  @Test
  void forgetsWhatIsNotAskedForAnyMore() {
    order("a", "b");
    queue.went(List.of(left("a"), left("b")));
    order("a");
    queue.went(List.of(left("a")));

    assertThat(order("a", "b", "c")).containsExactly("b", "a", "c");
  }

  /** More is new in each plan than is written of one. */
  @Test
  void nothingWaitsForEver() {
    var waiting = new ArrayList<>(List.of("x", "y", "z"));
    for (var round = 0; !waiting.isEmpty(); round++) {
      assertThat(round).isLessThan(4);
      var names = Stream.concat(waiting.stream(), Stream.of("a" + round, "b" + round)).toList();
      var order = order(names.toArray(String[]::new)).stream().toList();
      var done = order.subList(0, 2);
      queue.went(
          names.stream().map(name -> done.contains(name) ? applied(name) : left(name)).toList());
      waiting.removeAll(done);
    }
  }

  private Collection<String> order(String... names) {
    var writes = Stream.of(names).map(name -> Write.of(create(name))).toList();
    return queue.of(writes).stream()
        .map(write -> write.id().name().replace(".shop.mesh", ""))
        .toList();
  }

  private static Change create(String name) {
    return new Change.Create(Sample.service("mesh", name, "10.0.0.1"));
  }

  private static Outcome applied(String name) {
    return new Outcome.Applied(create(name));
  }

  private static Outcome left(String name) {
    return new Outcome.Left(create(name), "there is something newer");
  }

  private static Outcome failed(String name) {
    return new Outcome.Failed(create(name), "no answer");
  }
}
