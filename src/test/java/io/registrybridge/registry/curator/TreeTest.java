package io.registrybridge.registry.curator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.Reading;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Reading.Unavailable;
import io.registrybridge.registry.curator.Ask.Entry;
import io.registrybridge.registry.curator.Ask.Listing;
import io.registrybridge.registry.curator.Ask.Root;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TreeTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Tree<String> tree = new Tree<>(new Shelves(true), 10);
  private final View<String> view = new View<>(new Shelves(true));

  @Test
  void theRootIsListedThenItsFoldersThenTheirEntries() {
    assertThat(root("orders", "_own", "users"))
        .containsExactly(new Listing("orders"), new Listing("users"));
    assertThat(list("orders", "o1", "o2"))
        .containsExactly(new Entry("orders", "o1"), new Entry("orders", "o2"));
    assertThat(say("orders", "o1", "10.0.0.1")).isEmpty();
  }

  @Test
  void whereEntriesAreToldByTheirNamesNothingMoreIsRead() {
    var named = new Tree<>(new Shelves(false), 10);
    assertThat(named.found(new Root(), Answer.children(List.of("orders"))))
        .containsExactly(new Listing("orders/board"));
    assertThat(named.found(new Listing("orders/board"), Answer.children(List.of("a", "b"))))
        .isEmpty();
    assertThat(new View<>(new Shelves(false)).reading(named, NOW).catalog().instances())
        .isEqualTo(2);
  }

  @Test
  void aFolderShowsWhenAllItsNewEntriesWereRead() {
    root("orders");
    list("orders", "o1");
    say("orders", "o1", "10.0.0.1");
    assertThat(addresses("orders")).containsExactly("10.0.0.1");

    list("orders", "o2", "o3");
    assertThat(addresses("orders")).containsExactly("10.0.0.1");
    say("orders", "o2", "10.0.0.2");
    assertThat(addresses("orders")).containsExactly("10.0.0.1");
    tree.gone(new Entry("orders", "o3"));

    assertThat(addresses("orders")).containsExactly("10.0.0.2");
  }

  @Test
  void aFolderThatWasNeverReadIsNotListed() {
    root("orders");
    list("orders", "o1");

    assertThat(view.reading(tree, NOW).catalog().services()).isEmpty();
  }

  @Test
  void anEmptyFolderIsAServiceWithoutInstances() {
    root("orders");
    list("orders");

    assertThat(reading()).isInstanceOf(Complete.class);
    assertThat(reading().catalog().services()).containsOnlyKeys(Shelves.key("orders"));
  }

  @Test
  void whatDidNotChangeIsTheSameObject() {
    two();
    var before = reading().catalog();

    root("orders", "users");
    list("orders", "o1");
    say("orders", "o1", "10.0.0.1");
    assertThat(reading().catalog()).isSameAs(before);

    say("orders", "o1", "10.0.0.7");
    assertThat(service("users")).isSameAs(before.services().get(Shelves.key("users")));
    assertThat(addresses("orders")).containsExactly("10.0.0.7");
  }

  @Test
  void whatIsNotListedIsGone() {
    two();

    root("users");
    assertThat(reading().catalog().services()).containsOnlyKeys(Shelves.key("users"));
    tree.gone(new Listing("users"));
    assertThat(reading().catalog().services()).isEmpty();
    assertThat(reading()).isInstanceOf(Complete.class);
  }

  @Test
  void nothingIsBelowARootThatIsGone() {
    two();

    tree.gone(new Root());

    assertThat(reading()).isInstanceOf(Complete.class);
    assertThat(reading().catalog().services()).isEmpty();
  }

  @Test
  void aFolderInAFolderIsAServiceOfItsOwnAndGoesWithIt() {
    root("team");
    list("team", "t1", "orders");
    say("team", "t1", "10.0.0.1");
    assertThat(tree.found(new Entry("team", "orders"), Answer.folder()))
        .containsExactly(new Listing("team/orders"));
    list("team/orders", "o1");
    say("team/orders", "o1", "10.0.0.2");
    assertThat(addresses("team")).containsExactly("10.0.0.1");
    assertThat(addresses("team/orders")).containsExactly("10.0.0.2");

    list("team", "t1");

    assertThat(reading().catalog().services()).containsOnlyKeys(Shelves.key("team"));
  }

  @Test
  void aFolderThatBecomesAnEntryIsOne() {
    root("team");
    list("team", "orders");
    tree.found(new Entry("team", "orders"), Answer.folder());
    list("team/orders", "o1");
    say("team/orders", "o1", "10.0.0.2");

    say("team", "orders", "10.0.0.3");

    assertThat(reading().catalog().services()).containsOnlyKeys(Shelves.key("team"));
    assertThat(addresses("team")).containsExactly("10.0.0.3");
  }

  @Test
  void whatATouchAsksForDependsOnWhatIsKnown() {
    two();
    assertThat(tree.touched("")).contains(new Root());
    assertThat(tree.touched("_own/x")).isEmpty();
    assertThat(tree.touched("orders")).contains(new Listing("orders"));
    assertThat(tree.touched("orders/o2")).contains(new Entry("orders", "o2"));
    assertThat(tree.touched("stock/s1")).contains(new Listing("stock"));
    assertThat(tree.touched("orders/new/x/y")).contains(new Entry("orders", "new"));
    var named = new Tree<>(new Shelves(false), 10);
    assertThat(named.touched("orders")).contains(new Listing("orders/board"));
    assertThat(named.touched("orders/board/o1")).contains(new Listing("orders/board"));
    assertThat(named.touched("orders/elsewhere/o1")).isEmpty();
  }

  @Test
  void anEntryThatMayNotBeReadIsAGapOfItsServiceAlone() {
    two();

    tree.refused(new Entry("orders", "o2"), "may not be read");

    assertThat(reading().gaps()).containsExactly(branch("orders"));
    assertThat(reading().reason()).isEqualTo("orders/o2 may not be read");
    assertThat(addresses("orders")).containsExactly("10.0.0.1");
  }

  @Test
  void aFolderThatMayNotBeReadIsAGapAndComesBackAsItWas() {
    two();
    var before = service("orders");

    tree.refused(new Listing("orders"), "may not be read");
    assertThat(reading().gaps()).containsExactly(branch("orders"));
    assertThat(reading().catalog().services()).containsOnlyKeys(Shelves.key("users"));

    list("orders", "o1");
    say("orders", "o1", "10.0.0.1");
    assertThat(reading()).isInstanceOf(Complete.class);
    assertThat(service("orders")).isSameAs(before);
  }

  @Test
  void whereNothingMayBeReadThereIsNoReading() {
    root("orders", "users");
    tree.refused(new Listing("orders"), "may not be read");
    tree.refused(new Listing("users"), "may not be read");

    assertThat(reading()).isInstanceOf(Unavailable.class);
    assertThat(reading().reason()).isEqualTo("orders may not be read; users may not be read");
  }

  @Test
  void aFolderThatWouldBeTooMuchIsAGapAndItsNeighboursAreNot() {
    two();

    list("orders", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10");

    assertThat(reading().gaps()).containsExactly(branch("orders"));
    assertThat(reading().reason()).contains("more than 10 nodes (max-nodes)");
    assertThat(addresses("users")).containsExactly("10.0.1.1");

    list("orders", "o1");
    say("orders", "o1", "10.0.0.1");
    assertThat(reading()).isInstanceOf(Complete.class);
  }

  @Test
  void anAnswerAboutWhatIsGoneMeanwhileChangesNothing() {
    two();
    root("users");

    say("orders", "o1", "10.0.0.9");
    tree.gone(new Entry("orders", "o1"));
    tree.gone(new Listing("orders"));

    assertThat(reading().catalog().services()).containsOnlyKeys(Shelves.key("users"));
  }

  @Test
  void whatStoodBelowAFolderIsNotGoneUntilItWasReadAgain() {
    nested();

    tree.refused(new Listing("team"), "may not be read");
    assertThat(reading().catalog().services()).containsOnlyKeys(Shelves.key("users"));
    assertThat(reading().gaps()).containsExactly(branch("team"));

    list("team", "t1", "orders");
    assertThat(reading().gaps()).containsExactly(branch("team"));
    say("team", "t1", "10.0.0.1");
    tree.found(new Entry("team", "orders"), Answer.folder());
    assertThat(addresses("team")).containsExactly("10.0.0.1");
    assertThat(reading().gaps()).containsExactly(branch("team/orders"));
    list("team/orders", "o1");
    assertThat(reading().gaps()).containsExactly(branch("team/orders"));
    assertThat(reading().reason()).isEqualTo("team/orders is being read again");
    say("team/orders", "o1", "10.0.0.2");

    assertThat(reading()).isInstanceOf(Complete.class);
    assertThat(addresses("team/orders")).containsExactly("10.0.0.2");
  }

  @Test
  void aFolderWhoseNodeMayNotBeReadIsNotGoneUntilItWasReadAgain() {
    nested();

    tree.refused(new Entry("team", "orders"), "may not be read");
    assertThat(reading().gaps()).containsExactly(branch("team"));
    tree.found(new Entry("team", "orders"), Answer.folder());
    assertThat(reading().gaps()).containsExactly(branch("team/orders"));
    list("team/orders");

    assertThat(reading()).isInstanceOf(Complete.class);
  }

  @Test
  void anAnswerAboutWhatStandsBelowAFolderThatIsNotReadChangesNothing() {
    nested();
    tree.refused(new Listing("team"), "may not be read");

    list("team/orders", "o1");
    tree.refused(new Listing("team/orders"), "may not be read");
    assertThat(tree.found(new Entry("team", "orders"), Answer.folder())).isEmpty();
    say("team", "t1", "10.0.0.1");
    list("team");

    assertThat(reading()).isInstanceOf(Complete.class);
    assertThat(reading().catalog().services())
        .containsOnlyKeys(Shelves.key("team"), Shelves.key("users"));
    assertThat(addresses("team")).isEmpty();
  }

  private void nested() {
    root("team", "users");
    list("users");
    list("team", "t1", "orders");
    say("team", "t1", "10.0.0.1");
    tree.found(new Entry("team", "orders"), Answer.folder());
    list("team/orders", "o1");
    say("team/orders", "o1", "10.0.0.2");
  }

  private static Gap branch(String folder) {
    return new Gap.OfBranch(Shelves.key(folder), "/");
  }

  private void two() {
    root("orders", "users");
    list("orders", "o1");
    say("orders", "o1", "10.0.0.1");
    list("users", "u1");
    say("users", "u1", "10.0.1.1");
  }

  private List<Ask> root(String... children) {
    return tree.found(new Root(), Answer.children(List.of(children)));
  }

  private List<Ask> list(String folder, String... names) {
    return tree.found(new Listing(folder), Answer.children(List.of(names)));
  }

  private List<Ask> say(String folder, String name, String address) {
    return tree.found(new Entry(folder, name), Answer.data(address.getBytes(UTF_8)));
  }

  private Reading reading() {
    return view.reading(tree, NOW);
  }

  private Service service(String name) {
    return Objects.requireNonNull(reading().catalog().services().get(Shelves.key(name)));
  }

  private List<String> addresses(String name) {
    return service(name).instances().stream().map(Instance::address).toList();
  }
}
