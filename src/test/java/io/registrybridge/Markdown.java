package io.registrybridge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A document as GitHub shows it: its headings, its links and its blocks of code.
 *
 * @param prose its lines, those of blocks of code empty
 * @param blocks its blocks of code, in order
 */
public record Markdown(Path file, List<String> prose, List<Block> blocks) {

  private static final Pattern FENCE = Pattern.compile(" *```(\\w*).*");
  private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^()\\s]+)\\)");
  private static final Pattern PICTURE = Pattern.compile("(?:src|srcset)=\"([^\"\\s]+)\"");

  /**
   * A block of code.
   *
   * @param place file and line of its beginning
   */
  public record Block(String place, String language, String text) {

    @Override
    public String toString() {
      return place;
    }
  }

  /**
   * Where a document points to.
   *
   * @param place file and line of the link
   */
  public record Link(String place, String target) {}

  /** All that are written for people who run the bridge. */
  public static List<Markdown> all() {
    try (var docs = Files.list(Path.of("docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CHANGELOG.md", ".github/CONTRIBUTING.md").map(Path::of),
              docs.filter(file -> file.toString().endsWith(".md")).sorted())
          .map(Markdown::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the file holds. */
  public static Markdown of(Path file) {
    var prose = new ArrayList<String>();
    var blocks = new ArrayList<Block>();
    var code = new ArrayList<String>();
    var place = "";
    var language = "";
    for (var line : lines(file)) {
      var fence = FENCE.matcher(line);
      var edge = fence.matches();
      if (edge && place.isEmpty()) {
        place = file + ":" + (prose.size() + 1);
        language = fence.group(1);
      } else if (edge) {
        blocks.add(new Block(place, language, String.join("\n", code).stripIndent()));
        code.clear();
        place = "";
      } else if (!place.isEmpty()) {
        code.add(line);
      }
      prose.add(edge || !place.isEmpty() ? "" : line);
    }
    return new Markdown(file, prose, blocks);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All links and pictures. */
  public List<Link> links() {
    var links = new ArrayList<Link>();
    for (var number = 1; number <= prose.size(); number++) {
      var place = file + ":" + number;
      var text = CODE.matcher(prose.get(number - 1)).replaceAll("``");
      Stream.concat(LINK.matcher(text).results(), PICTURE.matcher(text).results())
          .forEach(found -> links.add(new Link(place, found.group(1))));
    }
    return links;
  }

  /**
   * What can be pointed to within it: a heading in lower case, its punctuation left out and its
   * spaces as dashes, and numbered where it is there before.
   */
  public Set<String> anchors() {
    var anchors = new HashSet<String>();
    var counts = new HashMap<String, Integer>();
    for (var line : prose) {
      var heading = HEADING.matcher(line);
      if (heading.matches()) {
        var anchor = anchor(heading.group(1));
        var before = counts.merge(anchor, 1, Integer::sum) - 1;
        anchors.add(before == 0 ? anchor : anchor + "-" + before);
      }
    }
    return anchors;
  }

  private static String anchor(String heading) {
    return heading
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
