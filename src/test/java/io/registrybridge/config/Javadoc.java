package io.registrybridge.config;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;

/**
 * What the sources say of a record, in Markdown.
 *
 * @param components by name
 */
record Javadoc(String description, Map<String, String> components) {

  private static final Path SOURCES = Path.of("src", "main", "java");

  /** Of these records, by their simple names; they are distinct. */
  static Map<String, Javadoc> of(Collection<Class<?>> records) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var paths = records.stream().map(Javadoc::source).distinct().toList();
      var units = files.getJavaFileObjectsFromPaths(paths);
      var task =
          (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null, units);
      var found = new HashMap<String, Javadoc>();
      var trees = DocTrees.instance(task);
      task.parse().forEach(unit -> new Reader(trees).scan(unit, found));
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path source(Class<?> type) {
    var outer = type;
    while (outer.getEnclosingClass() != null) {
      outer = outer.getEnclosingClass();
    }
    return SOURCES.resolve(outer.getName().replace('.', '/') + ".java");
  }

  private static final class Reader extends TreePathScanner<Void, Map<String, Javadoc>> {

    private final DocTrees trees;

    Reader(DocTrees trees) {
      this.trees = trees;
    }

    @Override
    public Void visitClass(ClassTree type, Map<String, Javadoc> found) {
      read(type.getSimpleName().toString(), getCurrentPath(), found);
      return super.visitClass(type, found);
    }

    private void read(String name, TreePath path, Map<String, Javadoc> found) {
      var comment = trees.getDocCommentTree(path);
      if (comment == null) {
        return;
      }
      var components =
          comment.getBlockTags().stream()
              .filter(ParamTree.class::isInstance)
              .map(ParamTree.class::cast)
              .collect(
                  toMap(tag -> tag.getName().toString(), tag -> markdown(tag.getDescription())));
      found.put(name, new Javadoc(markdown(comment.getFullBody()), components));
    }
  }

  private static String markdown(List<? extends DocTree> trees) {
    var text = trees.stream().map(Javadoc::markdown).collect(joining());
    return text.replaceAll("\\s+", " ").replace("|", "\\|").strip();
  }

  private static String markdown(DocTree tree) {
    if (tree instanceof LiteralTree code) {
      return "`" + code.getBody().getBody().strip() + "`";
    }
    return tree instanceof LinkTree link ? "`" + link.getReference() + "`" : tree.toString();
  }
}
