package io.registrybridge.sink.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.mesh.MeshService;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Outcome;
import io.registrybridge.sink.Sample;
import io.registrybridge.sink.kubernetes.WriteOrder.Place;
import io.registrybridge.sink.kubernetes.WriteOrder.Side;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WriteOrderTest {

  private final WriteOrder writes = new WriteOrder();

  @Test
  void keepsTheOrderOfAPlanThatNothingIsLeftOf() {
    assertThat(order("a", "b", "c")).containsExactly("a", "b", "c");
    writes.went(List.of(applied("a"), applied("b"), failed("c")));
    assertThat(order("c", "d")).containsExactly("c", "d");
  }

  @Test
  void whatIsNewTakesTurnsWithWhatWasLeft() {
    order("a", "b", "c", "d");
    writes.went(List.of(applied("a"), left("b"), left("c"), left("d")));

    assertThat(order("a", "b", "c", "d", "e")).containsExactly("a", "b", "e", "c", "d");
    assertThat(sides("a", "b", "c", "d", "e"))
        .containsExactly(Side.NEWEST, Side.OLDEST, Side.NEWEST, Side.OLDEST, Side.OLDEST);
  }

  @Test
  void whatWasLeftLastComesBeforeWhatWasLeftBefore() {
    order("c", "d", "e");
    writes.went(List.of(left("c"), left("d"), left("e")));
    order("a", "b", "c", "d", "e");
    writes.went(List.of(left("a"), left("b"), left("c"), left("d"), left("e")));

    assertThat(order("a", "b", "c", "d", "e", "f")).containsExactly("f", "c", "a", "d", "b", "e");
  }

  /** An endpoint of a service goes that waits already for something that is not urgent. */
  @Test
  void whatIsWantedOtherwiseIsNew() {
    order("a", "b", "c", "d");
    writes.went(List.of(left("a"), left("b"), left("c"), left("d")));

    var changed = Stream.of(create("a"), create("b"), create("c"), create("d", "10.0.0.2"));

    assertThat(names(writes.of(changed.map(Write::of).toList())))
        .containsExactly("d", "a", "b", "c");
  }

  @Test
  void forgetsWhatIsNotAskedForAnyMore() {
    order("a", "b");
    writes.went(List.of(left("a"), left("b")));
    order("a");
    writes.went(List.of(left("a")));

    assertThat(order("a", "b", "c")).containsExactly("b", "a", "c");
  }

  /** More is new in each plan than is written of one. */
  @Test
  void nothingWaitsForEver() {
    var waiting = new ArrayList<>(List.of("x", "y", "z"));
    for (var round = 0; !waiting.isEmpty(); round++) {
      assertThat(round).isLessThan(4);
      var names = Stream.concat(waiting.stream(), Stream.of("a" + round, "b" + round)).toList();
      var done = order(names.toArray(String[]::new)).subList(0, 2);
      writes.went(
          names.stream().map(name -> done.contains(name) ? applied(name) : left(name)).toList());
      waiting.removeAll(done);
    }
  }

  /** All change in each plan, and two are written of each. */
  @Test
  void whatChangesAgainAndAgainKeepsItsAge() {
    var names = List.of("a", "b", "c", "d");
    var done = new HashSet<String>();
    for (var round = 0; round < 4; round++) {
      var address = "10.0.0." + round;
      var places = writes.of(names.stream().map(name -> Write.of(create(name, address))).toList());
      var first = names(places).subList(0, 2);
      writes.went(
          names.stream().map(name -> first.contains(name) ? applied(name) : left(name)).toList());
      done.addAll(first);
    }
    assertThat(done).containsExactlyInAnyOrderElementsOf(names);
  }

  /** As one is that is written object by object, of which some are each time. */
  @Test
  void whatStandsOtherwiseIsNotNewForThat() {
    var service = Sample.service("mesh", "a", "10.0.0.2");
    writes.of(List.of(update(service, "1"), Write.of(create("z"))));
    writes.went(List.of(left("a"), left("z")));

    var changed = Write.of(create("z", "10.0.0.2"));
    assertThat(names(writes.of(List.of(update(service, "2"), changed)))).containsExactly("z", "a");
  }

  private static Write update(MeshService service, String version) {
    var before = new Standing(service.id(), "ours", List.of(), Optional.empty(), version);
    return Write.of(new Change.Update(before, service));
  }

  private List<String> order(String... names) {
    return names(places(names));
  }

  private List<Side> sides(String... names) {
    return places(names).stream().map(Place::side).toList();
  }

  private Collection<Place> places(String... names) {
    return writes.of(Stream.of(names).map(name -> Write.of(create(name))).toList());
  }

  private static List<String> names(Collection<Place> places) {
    return places.stream()
        .map(place -> place.write().id().name().replace(".shop.mesh", ""))
        .toList();
  }

  private static Change create(String name, String... addresses) {
    return new Change.Create(Sample.service("mesh", name, addresses));
  }

  private static Change create(String name) {
    return create(name, "10.0.0.1");
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
