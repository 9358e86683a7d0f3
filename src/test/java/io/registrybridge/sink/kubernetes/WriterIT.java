package io.registrybridge.sink.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.mesh.Kind;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Sample;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** With a memory that no watch tells of anything, as if it hung. */
@ExtendWith(KubernetesPeer.Extension.class)
class WriterIT {

  private final Cluster cluster;
  private final Entries entries;
  private final Memory memory = new Memory(Set.of(Cluster.NAMESPACE));
  private final AtomicInteger hints = new AtomicInteger();
  private final Writer writer;

  WriterIT(KubernetesPeer peer) {
    cluster = new Cluster(peer);
    entries = new Entries(peer.client(), Kind.SERVICE_ENTRY, "ours");
    writer = writer(memory);
  }

  @BeforeEach
  void empty() {
    cluster.empty();
    var mark = memory.mark(Cluster.NAMESPACE);
    memory.listed(Cluster.NAMESPACE, entries.list(Cluster.NAMESPACE), mark);
  }

  @AfterEach
  void close() {
    entries.close();
    cluster.close();
  }

  @Test
  @Tag("fault")
  void anUpdateThatIsRefusedForAnEditSeesTheEdit() {
    write(new Change.Create(orders("10.0.0.1")));
    cluster.edit(orders().id().name(), "{\"metadata\":{\"labels\":{\"team\":\"shop\"}}}");

    assertThat(write(new Change.Update(known(), orders("10.0.0.2")))).contains("changed meanwhile");
    assertThat(hints).hasValue(1);
    assertThat(write(new Change.Update(known(), orders("10.0.0.2")))).isEmpty();
  }

  @Test
  void aDeletionThatIsRefusedForAnEditSeesTheEdit() {
    write(new Change.Create(orders("10.0.0.1")));
    cluster.edit(orders().id().name(), "{\"metadata\":{\"labels\":{\"team\":\"shop\"}}}");

    assertThat(write(new Change.Delete(known()))).contains("changed meanwhile");
    assertThat(write(new Change.Delete(known()))).isEmpty();
  }

  @Test
  @Tag("fault")
  void anUpdateOfWhatIsGoneSeesThatItIs() {
    write(new Change.Create(orders("10.0.0.1")));
    cluster.delete(orders().id().name());

    assertThat(write(new Change.Update(known(), orders("10.0.0.2")))).contains("changed meanwhile");
    assertThat(found()).isEmpty();
    assertThat(write(new Change.Create(orders("10.0.0.2")))).isEmpty();
  }

  @Test
  void aCreationThatIsRefusedSeesWhatStandsThere() {
    writer(new Memory(Set.of())).write(Write.of(new Change.Create(orders("10.0.0.1"))));

    assertThat(write(new Change.Create(orders("10.0.0.2")))).contains("changed meanwhile");
    assertThat(known().service()).contains(orders("10.0.0.1"));
  }

  private Writer writer(Memory told) {
    var gate = new Gate("cluster", cluster.settings(), () -> {}, () -> {});
    return new Writer(entries, told, gate, () -> true, hints::incrementAndGet);
  }

  /** Why it failed; empty if it did not. */
  private String write(Change change) {
    return writer.write(Write.of(change)).map(Failure::reason).orElse("");
  }

  private Standing known() {
    return found().orElseThrow();
  }

  private Optional<Standing> found() {
    var current = (Current.Known) memory.current();
    return Optional.ofNullable(current.actual().resources().get(orders().id()));
  }

  private static MeshService orders(String... addresses) {
    return Sample.service(Cluster.NAMESPACE, "orders", addresses);
  }
}
