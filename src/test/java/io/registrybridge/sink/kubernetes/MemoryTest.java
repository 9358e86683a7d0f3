package io.registrybridge.sink.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Sample;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoryTest {

  private static final String MESH = "mesh";
  private static final ResourceId ORDERS = orders().id();

  private final Memory memory = new Memory(Set.of(MESH));

  @Test
  void knowsNothingUntilEveryNamespaceWasListed() {
    var both = new Memory(Set.of("a", "b"));

    both.listed("a", new Listing(List.of(), 1), both.mark("a"));

    assertThat(both.current()).isEqualTo(new Current.Unread("namespace b was not read yet"));
    assertThat(both.listed("b", new Listing(List.of(), 1), both.mark("b"))).isTrue();
    assertThat(both.current()).isInstanceOf(Current.Known.class);
  }

  @Test
  void saysWhyANamespaceCannotBeReadUntilItIsListedAgain() {
    listed(5);
    assertThat(memory.unreadable(MESH, "broken")).isTrue();
    assertThat(memory.unreadable(MESH, "broken")).isFalse();
    assertThat(memory.current()).isEqualTo(new Current.Unknown("broken"));

    assertThat(listed(6)).isTrue();
    assertThat(memory.current()).isInstanceOf(Current.Known.class);
  }

  @Test
  void givesTheSameAnswerAsLongAsNothingChanges() {
    listed(5, standing("u1", 4, orders("10.0.0.1")));

    var before = actual();
    memory.observed(standing("u1", 4, orders("10.0.0.1")));

    assertThat(actual()).isSameAs(before);
  }

  @Test
  void holdsOnToTheServiceThatWasApplied() {
    var applied = orders("10.0.0.1");
    listed(5);
    var write = begins(new Change.Create(applied));
    memory.wrote(standing("u1", 6, orders("10.0.0.1")));
    memory.ends(write);
    assertThat(service()).containsSame(applied);

    memory.observed(standing("u1", 6, orders("10.0.0.1")));
    assertThat(service()).containsSame(applied);

    memory.observed(standing("u1", 7, orders("10.0.0.1")));
    assertThat(service()).containsSame(applied);
    assertThat(standing().version()).isEqualTo("u1@7");
  }

  @Test
  void takesTheEchoOfAWriteForNoNewsThoughItComesBeforeTheAnswer() {
    var applied = orders("10.0.0.1");
    listed(5);
    var write = begins(new Change.Create(applied));

    assertThat(memory.observed(standing("u1", 6, orders("10.0.0.1")))).isFalse();
    memory.wrote(standing("u1", 6, orders("10.0.0.1")));
    memory.ends(write);

    assertThat(service()).containsSame(applied);
  }

  @Test
  void takesAnEditDuringAWriteForNews() {
    listed(5);
    begins(new Change.Create(orders("10.0.0.1")));

    assertThat(memory.observed(standing("u1", 6, orders("10.6.6.6")))).isTrue();
  }

  @Test
  void takesANewRevisionThatSaysTheSameForNoNews() {
    listed(5, standing("u1", 4, orders("10.0.0.1")));

    assertThat(memory.observed(standing("u1", 6, orders("10.0.0.1")))).isFalse();
    assertThat(standing().version()).isEqualTo("u1@6");
  }

  @Test
  void isNotRolledBackByAnOlderEvent() {
    listed(5, standing("u1", 4, orders("10.0.0.1")));
    update("u1", 7, orders("10.0.0.2"));

    assertThat(memory.observed(standing("u1", 6, orders("10.6.6.6")))).isFalse();

    assertThat(service()).contains(orders("10.0.0.2"));
  }

  @Test
  void isNotRolledBackByAnOlderList() {
    listed(5, standing("u1", 4, orders("10.0.0.1")));
    var mark = memory.mark(MESH);
    update("u1", 7, orders("10.0.0.2"));

    var old = new Listing(List.of(standing("u1", 4, orders("10.0.0.1"))), 6);
    assertThat(memory.listed(MESH, old, mark)).isFalse();

    assertThat(service()).contains(orders("10.0.0.2"));
  }

  @Test
  void keepsWhatWasCreatedAfterTheList() {
    listed(5);
    var mark = memory.mark(MESH);
    create("u1", 7, orders("10.0.0.1"));

    assertThat(memory.listed(MESH, new Listing(List.of(), 6), mark)).isFalse();

    assertThat(service()).isPresent();
  }

  @Test
  void forgetsWhatAListDoesNotHave() {
    listed(5, standing("u1", 4, orders("10.0.0.1")));

    assertThat(listed(6)).isTrue();

    assertThat(actual()).isEmpty();
  }

  @Test
  void bringsNothingBackThatItDeleted() {
    var before = standing("u1", 4, orders("10.0.0.1"));
    listed(5, before);
    var mark = memory.mark(MESH);
    delete(before);

    assertThat(memory.observed(standing("u1", 6, orders("10.0.0.2")))).isFalse();
    assertThat(memory.listed(MESH, new Listing(List.of(before), 5), mark)).isFalse();
    assertThat(memory.observed(standing("u1", 6, orders("10.0.0.2")))).isFalse();
    assertThat(memory.vanished(standing("u1", 7, orders("10.0.0.2")))).isFalse();

    assertThat(actual()).isEmpty();
  }

  @Test
  void bringsNothingBackByTheAnswerToAWriteThatSomebodyUndid() {
    var before = standing("u1", 4, orders("10.0.0.1"));
    listed(5, before);
    var write = begins(new Change.Update(before, orders("10.0.0.2")));
    memory.observed(standing("u1", 6, orders("10.0.0.2")));

    assertThat(memory.vanished(standing("u1", 7, orders("10.0.0.2")))).isTrue();
    memory.wrote(standing("u1", 6, orders("10.0.0.2")));
    memory.ends(write);

    assertThat(actual()).isEmpty();
  }

  @Test
  void showsWhatIsCreatedAgainUnderTheSameName() {
    var before = standing("u1", 4, orders("10.0.0.1"));
    listed(5, before);
    delete(before);
    create("u2", 8, orders("10.0.0.2"));

    assertThat(memory.vanished(standing("u1", 7, orders("10.0.0.1")))).isFalse();

    assertThat(service()).contains(orders("10.0.0.2"));
  }

  @Test
  void takesItsOwnDeletionForNoNewsThoughTheWatchTellsOfItFirst() {
    var before = standing("u1", 4, orders("10.0.0.1"));
    listed(5, before);
    begins(new Change.Delete(before));

    assertThat(memory.vanished(standing("u1", 6, orders("10.0.0.1")))).isFalse();

    assertThat(actual()).isEmpty();
  }

  @Test
  void forgetsTheDeadOnceAListThatBeganLaterHasNoneOfThem() {
    var before = standing("u1", 4, orders("10.0.0.1"));
    listed(5, before);
    delete(before);

    assertThat(memory.mark(MESH).graves()).isEqualTo(1);
    listed(8);

    // A uid never comes again; that this one is taken shows that nothing is held against it.
    assertThat(memory.observed(standing("u1", 9, orders("10.0.0.1")))).isTrue();
  }

  @Test
  void believesAClusterThatWentBackToABackup() {
    listed(100, standing("u1", 90, orders("10.0.0.1")));

    assertThat(listed(50, standing("u1", 40, orders("10.0.0.2")))).isTrue();

    assertThat(service()).contains(orders("10.0.0.2"));
    assertThat(standing().version()).isEqualTo("u1@40");
  }

  @Test
  void seesThatABackupBroughtBackWhatItDeleted() {
    var before = standing("u1", 90, orders("10.0.0.1"));
    listed(100, before);
    delete(before);

    assertThat(listed(50, standing("u1", 40, orders("10.0.0.1")))).isTrue();

    assertThat(standing().version()).isEqualTo("u1@40");
  }

  private boolean listed(long revision, Standing... all) {
    return memory.listed(MESH, new Listing(List.of(all), revision), memory.mark(MESH));
  }

  private Write begins(Change change) {
    var write = Write.of(change);
    memory.begins(write);
    return write;
  }

  private void create(String uid, long revision, MeshService service) {
    var write = begins(new Change.Create(service));
    memory.wrote(standing(uid, revision, service));
    memory.ends(write);
  }

  private void update(String uid, long revision, MeshService service) {
    var write = begins(new Change.Update(standing(), service));
    memory.wrote(standing(uid, revision, service));
    memory.ends(write);
  }

  private void delete(Standing before) {
    var write = begins(new Change.Delete(before));
    memory.deleted(before);
    memory.ends(write);
  }

  private Map<ResourceId, Standing> actual() {
    return known().resources();
  }

  private Actual known() {
    return ((Current.Known) memory.current()).actual();
  }

  private Standing standing() {
    return Optional.ofNullable(actual().get(ORDERS)).orElseThrow();
  }

  private Optional<MeshService> service() {
    return Optional.ofNullable(actual().get(ORDERS)).flatMap(Standing::service);
  }

  private static MeshService orders(String... addresses) {
    return Sample.service(MESH, "orders", addresses);
  }

  private static Standing standing(String uid, long revision, MeshService service) {
    return new Standing(
        service.id(),
        "ours",
        List.of(service.spec().host()),
        Optional.of(service),
        new Version(uid, revision).text());
  }
}
