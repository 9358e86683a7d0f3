package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the documents point to within the repository is there. */
class DocsLinksTest {

  private static final Path NOTES = Path.of("helm/istio-registry-bridge/templates/NOTES.txt");

  @TempDir private Path folder;

  @Test
  void everyLinkLeadsToAFileAndAHeadingThatAreThere() {
    var documents = Stream.concat(Markdown.all().stream(), Stream.of(Markdown.of(NOTES))).toList();

    assertThat(documents).flatExtracting(Markdown::links).isNotEmpty();
    assertThat(documents)
        .allSatisfy(
            document ->
                assertThat(document.links().stream().flatMap(link -> dead(document, link).stream()))
                    .isEmpty());
  }

  @Test
  void aDeadLinkIsFound() throws Exception {
    var file = folder.resolve("one.md");
    Files.writeString(
        file,
        """
        # A `heading`, and more
        ## Twice
        ## Twice
        [a](#a-heading-and-more) [b](#twice-1) [c](one.md#twice) [d](https://example.com/x#y)
        [e](#twice-2) [f](none.md) <img src="none.svg"> `[g](none.md)`
        ```
        # no heading
        [h](none.md)
        ```
        """);
    var document = Markdown.of(file);

    assertThat(document.links().stream().flatMap(link -> dead(document, link).stream()))
        .containsExactly(file + ":5: #twice-2", file + ":5: none.md", file + ":5: none.svg");
    assertThat(document.anchors()).containsOnly("a-heading-and-more", "twice", "twice-1");
  }

  private static Optional<String> dead(Markdown document, Markdown.Link link) {
    var target = URI.create(link.target());
    var file =
        Optional.ofNullable(target.getPath())
            .filter(path -> !path.isEmpty())
            .map(path -> document.file().resolveSibling(path).normalize())
            .orElse(document.file());
    var anchor = Optional.ofNullable(target.getFragment());
    var alive =
        target.isAbsolute()
            || (Files.exists(file)
                && anchor.stream().allMatch(one -> Markdown.of(file).anchors().contains(one)));
    return alive ? Optional.empty() : Optional.of(link.place() + ": " + link.target());
  }
}
