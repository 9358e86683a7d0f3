package io.registrybridge.sink.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Plan;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Outcome;
import io.registrybridge.sink.Sample;
import io.registrybridge.sink.Sink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileSinkTest {

  private static final MeshService ORDERS = Sample.service("mesh", "orders", "10.0.0.1");
  private static final MeshService MOVED = Sample.service("mesh", "orders", "10.0.0.2");

  @TempDir private Path parent;

  private final AtomicInteger hints = new AtomicInteger();
  private Path directory;
  private Path file;
  private Sink sink;

  @BeforeEach
  void start() {
    directory = parent.resolve("made/by/the/sink");
    file = directory.resolve("mesh/orders.shop.mesh.yaml");
    sink = FileSinks.of("review", new FileSinkSettings(directory, List.of()), "ours");
    sink.start(hints::incrementAndGet);
  }

  @AfterEach
  void close() {
    sink.close();
  }

  @Test
  void makesTheDirectory() {
    assertThat(directory).isEmptyDirectory();
    assertThat(standing()).isEmpty();
  }

  @Test
  void writesAFilePerResourceBelowItsNamespace() throws IOException {
    apply(new Change.Create(ORDERS), new Change.Create(Sample.service("other", "orders")));

    assertThat(files())
        .containsExactly("mesh/orders.shop.mesh.yaml", "other/orders.shop.mesh.yaml");
    assertThat(file)
        .content()
        .startsWith("apiVersion: networking.istio.io/v1\nkind: ServiceEntry\n")
        .contains("registrybridge.io/owner: ours\n");
  }

  @Test
  void knowsEveryKindOfChange() {
    assertThat(Change.class.getPermittedSubclasses())
        .containsExactlyInAnyOrder(Change.Create.class, Change.Update.class, Change.Delete.class);
  }

  @Test
  void leavesNoDraftsBehind() throws IOException {
    apply(new Change.Create(ORDERS));
    apply(new Change.Update(standing(ORDERS.id()), MOVED));
    apply(new Change.Delete(standing(ORDERS.id())), new Change.Create(Sample.service("x", "y")));

    assertThat(files()).containsExactly("x/y.shop.mesh.yaml");
  }

  @Test
  void clearsTheDraftsOfAWriterThatDied() throws IOException {
    put("mesh/.registrybridge-0d1f.tmp", "apiVersion: networking.is");
    put("mesh/.registrybridge-mine.yaml", "keep: this");

    assertThat(standing()).isEmpty();
    sink.close();
    sink.start(() -> {});

    assertThat(files()).containsExactly("mesh/.registrybridge-mine.yaml");
  }

  @ParameterizedTest
  @CsvSource({
    "..,orders",
    "../mesh,orders",
    "mesh,../../orders",
    "mesh,a/b",
    "'',orders",
    "mesh,''",
    "mesh,.hidden",
    "/etc,orders",
    "Mesh,orders",
    "mesh,Orders",
    "mesh,or\\ders"
  })
  void refusesNamesThatLeadElsewhere(String namespace, String name) throws IOException {
    var id = ResourceId.serviceEntry(namespace, name);
    var odd = MeshService.of(id, ORDERS.origins(), ORDERS.spec());
    var before = new Standing(id, "ours", List.of(), Optional.of(odd), "7");

    assertThat(
            apply(
                new Change.Create(odd), new Change.Update(before, odd), new Change.Delete(before)))
        .hasOnlyElementsOfType(Outcome.Refused.class);
    assertThat(files()).isEmpty();
  }

  @Test
  void refusesANameThatIsTooLongForAFile() {
    var host = "a".repeat(60) + (".b" + "b".repeat(60)).repeat(3) + ".mesh.local";
    var id = ResourceId.serviceEntry("mesh", host.substring(0, 251));

    assertThat(apply(new Change.Create(MeshService.of(id, ORDERS.origins(), ORDERS.spec()))))
        .hasOnlyElementsOfType(Outcome.Refused.class);
  }

  @Test
  void doesNotFollowALinkOutOfTheDirectory() throws IOException {
    var elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
    Files.createSymbolicLink(directory.resolve("mesh"), elsewhere);

    var outcomes = apply(new Change.Create(ORDERS));

    assertThat(outcomes).hasOnlyElementsOfType(Outcome.Failed.class);
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void doesNotReadThroughALink() throws IOException {
    var secret = Files.writeString(parent.resolve("secret.yaml"), "kind: Secret");
    Files.createDirectories(file.getParent());
    Files.createSymbolicLink(file, secret);

    assertThat(standing(ORDERS.id()).owner()).isEmpty();
    assertThat(apply(new Change.Create(ORDERS))).hasOnlyElementsOfType(Outcome.Failed.class);
    assertThat(secret).hasContent("kind: Secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nothing but a comment",
        "half: [",
        "\t",
        "kind: VirtualService",
        "- a",
        "text",
        "apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: another}"
      })
  void seesSomethingForeignWhereAnOddFileStandsInAPlace(String text) throws IOException {
    put("mesh/orders.shop.mesh.yaml", text);

    var standing = standing(ORDERS.id());

    assertThat(standing.owner()).isEmpty();
    assertThat(apply(new Change.Create(ORDERS), new Change.Delete(standing)))
        .hasOnlyElementsOfType(Outcome.Failed.class);
    assertThat(file).hasContent(text);
  }

  @Test
  void seesTheHostsOfOthersWhateverTheirFilesAreCalled() throws IOException {
    var entry =
        """
        apiVersion: networking.istio.io/v1beta1
        kind: ServiceEntry
        metadata: {name: %s, namespace: mesh}
        spec: {hosts: [%s]}
        """;
    put("all.yml", entry.formatted("a", "a.mesh") + "---\n" + entry.formatted("b", "b.mesh"));
    put("mesh/readme.txt", "not yaml");
    put(".git/c.yaml", entry.formatted("c", "c.mesh"));

    assertThat(standing().values()).extracting(Standing::owner).containsOnly("");
    assertThat(standing().values())
        .flatExtracting(Standing::hosts)
        .containsExactly("a.mesh", "b.mesh");
  }

  @Test
  void doesNotTakeItsOwnForItsOwnBesideAnothersDocument() throws IOException {
    apply(new Change.Create(ORDERS));
    var text = Files.readString(file) + "---\nkind: ConfigMap\n";
    put("mesh/orders.shop.mesh.yaml", text);

    var standing = standing(ORDERS.id());

    assertThat(standing.owner()).isEmpty();
    assertThat(apply(new Change.Update(standing, MOVED)))
        .hasOnlyElementsOfType(Outcome.Failed.class);
    assertThat(file).hasContent(text);
  }

  @Test
  void prefersTheFileInItsPlaceToACopyElsewhere() throws IOException {
    apply(new Change.Create(ORDERS));
    put("a-copy.yaml", Files.readString(file));
    put("zoo/a-copy.yaml", Files.readString(file));

    assertThat(standing(ORDERS.id()).owner()).isEqualTo("ours");
    assertThat(standing(ORDERS.id()).service()).containsSame(ORDERS);
  }

  @Test
  void doesNotOverwriteWhatWasEditedByHand() throws IOException {
    apply(new Change.Create(ORDERS));
    var planned = standing(ORDERS.id());
    var edited = Files.readString(file).replace("10.0.0.1", "10.0.0.7");
    Files.writeString(file, edited);

    var outcomes = apply(new Change.Update(planned, MOVED), new Change.Delete(planned));

    assertThat(outcomes).hasOnlyElementsOfType(Outcome.Failed.class);
    assertThat(file).hasContent(edited);
  }

  @Test
  void seesAnEditOfTheSameLengthAtTheSameMoment() throws IOException {
    apply(new Change.Create(ORDERS));
    var modified = Files.getLastModifiedTime(file);
    Files.writeString(file, Files.readString(file).replace("10.0.0.1", "10.0.0.7"));
    Files.setLastModifiedTime(file, modified);

    var edited = standing(ORDERS.id()).service().orElseThrow();

    assertThat(edited.spec().endpoints()).extracting("address").containsExactly("10.0.0.7");
  }

  @Test
  void seesWhatIsGone() throws IOException {
    apply(new Change.Create(ORDERS));
    Files.delete(file);

    assertThat(standing()).isEmpty();
  }

  @Test
  void doesNotKnowWhatStandsInADirectoryThatIsGone() throws IOException {
    Files.delete(directory);

    assertThat(sink.current())
        .isEqualTo(
            new Current.Unknown("reading " + directory + ": " + directory + " does not exist"));
  }

  @Test
  void doesNotKnowWhatStandsWhereNoDirectoryCanBe() throws IOException {
    var blocked = Files.writeString(parent.resolve("blocked"), "a file");
    try (var other = FileSinks.of("review", new FileSinkSettings(blocked, List.of()), "ours")) {
      other.start(() -> {});

      assertThat(other.current()).isInstanceOf(Current.Unknown.class);
    }
  }

  @Test
  void hintsAtNothingThatItDidItself() throws IOException {
    standing();
    apply(IntStream.range(0, 50).mapToObj(this::creation).toArray(Change[]::new));
    apply(new Change.Delete(standing(creation(7).id())));

    // What others do is heard of after what the sink did before it.
    put("draft", "kind: ConfigMap");
    Files.move(directory.resolve("draft"), directory.resolve("mesh/last.yaml"));
    await().until(() -> hints.get() > 0);

    assertThat(hints).hasValue(1);
  }

  @Test
  void hintsAtAFileInANewDirectory() throws IOException {
    standing();
    put("other/x.yaml", "kind: ConfigMap");

    await().until(() -> hints.get() > 0);
  }

  @Test
  void looksIntoNoFileThatDidNotChange() {
    var many = IntStream.range(0, 2000).mapToObj(this::creation).toArray(Change[]::new);
    apply(many);
    var before = standing();

    var after = standing();

    assertThat(after.values()).allSatisfy(one -> assertThat(one).isSameAs(before.get(one.id())));
  }

  private Change creation(int number) {
    return new Change.Create(Sample.service("mesh", "s" + number, "10.0.0.1"));
  }

  private List<Outcome> apply(Change... changes) {
    return sink.apply(Plan.of(List.of(changes)));
  }

  private Standing standing(ResourceId id) {
    assertThat(standing()).containsKey(id);
    return Stream.of(id).map(standing()::get).findFirst().orElseThrow();
  }

  private Map<ResourceId, Standing> standing() {
    assertThat(sink.current()).isInstanceOf(Current.Known.class);
    return sink.current() instanceof Current.Known known ? known.actual().resources() : Map.of();
  }

  private void put(String path, String text) throws IOException {
    var target = directory.resolve(path);
    Files.createDirectories(target.getParent());
    Files.writeString(target, text);
  }

  private List<String> files() throws IOException {
    try (var files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(found -> directory.relativize(found).toString())
          .sorted()
          .toList();
    }
  }
}
