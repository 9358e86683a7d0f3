package io.registrybridge.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.core.ResolvableType;

/**
 * What may stand at one place of the tree of configuration.
 *
 * <p>The tree is derived from the records that it is bound to, so it cannot fall behind them.
 */
sealed interface Node {

  /**
   * Where the elements of a property's name lead from here.
   *
   * @param path the canonical name of this place
   * @throws Misfit if they lead nowhere
   */
  Key resolve(String path, List<String> elements);

  /**
   * Refuses a value that cannot stand here, whatever it is bound to.
   *
   * @param written whether somebody wrote it, as against an empty map that has no text of its own
   * @throws Misfit if it cannot
   */
  void check(String value, boolean written);

  /** All places below that hold values, as paths in which {@code *} stands for a name. */
  Stream<Leaf> leaves(List<String> path);

  /**
   * A place by its canonical name, such as {@code bridge.mapping.hosts[ORDERS]}.
   *
   * @param node what may stand there
   */
  record Key(String name, Node node) {}

  /** A place that holds values and the elements that lead to it. */
  record Leaf(List<String> path, Node node) {}

  private static List<String> rest(List<String> elements) {
    return elements.subList(1, elements.size());
  }

  /** Keys that are known beforehand. */
  record Group(SortedMap<String, Node> keys) implements Node {

    public Group {
      keys = new TreeMap<>(keys);
    }

    Group with(String key, Node node) {
      var more = new TreeMap<>(keys);
      more.put(key, node);
      return new Group(more);
    }

    Group map(Function<Node, Node> change) {
      var changed = new TreeMap<String, Node>();
      keys.forEach((key, node) -> changed.put(key, change.apply(node)));
      return new Group(changed);
    }

    @Override
    public Key resolve(String path, List<String> elements) {
      if (elements.isEmpty()) {
        return new Key(path, this);
      }
      var key =
          keys.entrySet().stream()
              .filter(known -> Words.same(known.getKey(), elements.get(0)))
              .findFirst()
              .orElseThrow(() -> Misfit.unknown(path, elements.get(0), keys.keySet()));
      return key.getValue().resolve(path + "." + key.getKey(), rest(elements));
    }

    @Override
    public void check(String value, boolean written) {
      Misfit.unlessEmptyMap(value, written, String.join(", ", keys.keySet()));
    }

    @Override
    public Stream<Leaf> leaves(List<String> path) {
      return keys.entrySet().stream()
          .flatMap(key -> key.getValue().leaves(Words.append(path, key.getKey())));
    }
  }

  /** Names that the configuration gives, and the same keys under each. */
  record Named(Group each) implements Node {

    Named with(String key, Node node) {
      return new Named(each.with(key, node));
    }

    @Override
    public Key resolve(String path, List<String> elements) {
      if (elements.isEmpty()) {
        return new Key(path, this);
      }
      var name = elements.get(0);
      if (!name.matches(Legal.NAME)) {
        throw new Misfit("names '" + name + "', which " + Legal.NAME_WORDS);
      }
      return each.resolve(path + "." + name, rest(elements));
    }

    @Override
    public void check(String value, boolean written) {
      Misfit.unlessEmptyMap(value, written, "names");
    }

    @Override
    public Stream<Leaf> leaves(List<String> path) {
      return each.leaves(Words.append(path, "*"));
    }
  }

  /** Values by any text. */
  record Entries(ResolvableType type) implements Node {

    @Override
    public Key resolve(String path, List<String> elements) {
      return elements.isEmpty()
          ? new Key(path, this)
          : new Key(path + "[" + String.join(".", elements) + "]", new Value(type, false));
    }

    @Override
    public void check(String value, boolean written) {
      Misfit.unlessEmptyMap(value, written, "keys with a value each");
    }

    @Override
    public Stream<Leaf> leaves(List<String> path) {
      return Stream.of(new Leaf(path, this));
    }
  }

  /** A list. */
  record Items(ResolvableType type) implements Node {

    @Override
    public Key resolve(String path, List<String> elements) {
      if (elements.isEmpty()) {
        return new Key(path, this);
      }
      if (elements.size() > 1 || !elements.get(0).matches("[0-9]{1,6}")) {
        throw Misfit.noKeys(path);
      }
      return new Key(path + "[" + elements.get(0) + "]", new Value(type, false));
    }

    @Override
    public void check(String value, boolean written) {
      // Any text is a list, separated by commas; a blank one is the empty list.
    }

    @Override
    public Stream<Leaf> leaves(List<String> path) {
      return Stream.of(new Leaf(path, this));
    }
  }

  /** One value. */
  record Value(ResolvableType type, boolean mayBeBlank) implements Node {

    @Override
    public Key resolve(String path, List<String> elements) {
      if (!elements.isEmpty()) {
        throw Misfit.noKeys(path);
      }
      return new Key(path, this);
    }

    @Override
    public void check(String value, boolean written) {
      if (value.isBlank() && !mayBeBlank) {
        throw Misfit.blank(Words.expected(type));
      }
      // Spring Boot would take it for milliseconds.
      if (type.toClass() == Duration.class && value.matches("[0-9]+")) {
        throw Misfit.bad(value, Words.DURATION);
      }
    }

    @Override
    public Stream<Leaf> leaves(List<String> path) {
      return Stream.of(new Leaf(path, this));
    }
  }

  /** The tree that a record type is bound to. */
  static Group of(Class<?> type) {
    var keys = new TreeMap<String, Node>();
    for (var component : type.getRecordComponents()) {
      var shape = ResolvableType.forType(component.getGenericType());
      keys.put(
          Words.kebab(component.getName()),
          of(shape, component.isAnnotationPresent(MayBeBlank.class)));
    }
    return new Group(keys);
  }

  private static Node of(ResolvableType type, boolean mayBeBlank) {
    var raw = type.toClass();
    if (Optional.class.equals(raw)) {
      return of(type.getGeneric(0), mayBeBlank);
    }
    if (Iterable.class.isAssignableFrom(raw) && !Path.class.equals(raw)) {
      return new Items(type.getGeneric(0));
    }
    if (Map.class.isAssignableFrom(raw)) {
      var each = type.getGeneric(1);
      return bean(each) ? new Named(of(each.toClass())) : new Entries(each);
    }
    return bean(type) ? of(raw) : new Value(type, mayBeBlank);
  }

  private static boolean bean(ResolvableType type) {
    return type.toClass().isRecord();
  }
}
