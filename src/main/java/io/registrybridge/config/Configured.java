package io.registrybridge.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * All of {@code bridge.*} that is configured, under the names that the tree has for it. Whatever
 * has no place in the tree was refused before there is one of these.
 *
 * @param layers entries by canonical name, the layer that wins first
 */
record Configured(List<Map<String, Entry>> layers) {

  /** What is configured in this environment. */
  static Configured in(ConfigurableEnvironment environment, Node.Group tree) {
    var reader = new Reader(environment, tree);
    var sources =
        environment.getPropertySources().stream()
            .filter(EnumerablePropertySource.class::isInstance)
            .map(source -> (EnumerablePropertySource<?>) source)
            .toList();
    var layers = new LinkedHashMap<PropertySource<?>, Map<String, Entry>>();
    sources.forEach(source -> layers.put(source, reader.written(source)));
    var written = new Configured(List.copyOf(layers.values()));
    var variables = EnvironmentNames.of(tree, written::names);
    sources.stream()
        .filter(SystemEnvironmentPropertySource.class::isInstance)
        .forEach(source -> layers.put(source, reader.variables(source, variables)));
    return new Configured(List.copyOf(layers.values()));
  }

  /** The entry that wins. */
  Optional<Entry> find(String name) {
    return layers.stream().flatMap(layer -> Stream.ofNullable(layer.get(name))).findFirst();
  }

  /** Anything at this place or below it. */
  Optional<Entry> below(String path) {
    return entries().filter(entry -> within(path, entry.name())).findFirst();
  }

  private static boolean within(String path, String name) {
    return name.equals(path) || name.startsWith(path + ".") || name.startsWith(path + "[");
  }

  /** The names that the configuration gives under a path such as {@code bridge.sink.file}. */
  SortedSet<String> names(String path) {
    var names = new TreeSet<String>();
    entries().flatMap(entry -> under(path, entry).stream()).forEach(names::add);
    return names;
  }

  private static Optional<String> under(String path, Entry entry) {
    return entry.name().startsWith(path + ".")
        ? Optional.of(PropertyName.elements(entry.name().substring(path.length())).get(0))
        : Optional.empty();
  }

  private Stream<Entry> entries() {
    return layers.stream().map(Map::values).flatMap(Collection::stream);
  }

  /**
   * As Spring Boot's binder takes it: values only, and a blank one for each of the given places
   * that is named and has none, because the binder would not see it at all.
   */
  List<ConfigurationPropertySource> sources(Collection<String> named) {
    var sources = new ArrayList<ConfigurationPropertySource>();
    layers.forEach(layer -> sources.add(source(values(layer))));
    var bare = new LinkedHashMap<String, Object>();
    named.stream().filter(path -> !bindable(path)).forEach(path -> bare.put(path, ""));
    sources.add(source(bare));
    return sources;
  }

  private boolean bindable(String path) {
    return entries()
        .filter(Entry::isValue)
        .flatMap(entry -> under(path, entry).stream())
        .anyMatch(key -> !key.equals(Contract.MAPPING));
  }

  private static Map<String, Object> values(Map<String, Entry> layer) {
    var values = new LinkedHashMap<String, Object>();
    layer.values().stream()
        .filter(Entry::isValue)
        .forEach(entry -> values.put(entry.name(), entry.tracked()));
    return values;
  }

  private static ConfigurationPropertySource source(Map<String, Object> values) {
    return ConfigurationPropertySources.from(new OriginTrackedMapPropertySource("bridge", values))
        .iterator()
        .next();
  }

  /** Reads property sources and refuses what has no place in the tree. */
  private record Reader(ConfigurableEnvironment environment, Node.Group tree) {

    /** What is written in a file or on the command line. */
    Map<String, Entry> written(EnumerablePropertySource<?> source) {
      var layer = new LinkedHashMap<String, Entry>();
      for (var name : source.getPropertyNames()) {
        if (name.toLowerCase(Locale.ROOT).startsWith("bridge.") || name.equals("bridge")) {
          put(layer, source, name, PropertyName.elements(name));
        }
      }
      return layer;
    }

    /** What variables of the process's environment say. */
    Map<String, Entry> variables(EnumerablePropertySource<?> source, EnvironmentNames variables) {
      var layer = new LinkedHashMap<>(written(source));
      for (var name : source.getPropertyNames()) {
        if (EnvironmentNames.ours(name)) {
          put(layer, source, name, variables.elements(name));
        }
      }
      return layer;
    }

    private void put(
        Map<String, Entry> layer,
        EnumerablePropertySource<?> source,
        String name,
        List<String> elements) {
      try {
        var key = tree.resolve("bridge", elements.subList(1, elements.size()));
        var entry = new Entry(key.name(), value(source, name), Places.of(source, name), key.node());
        // A key with nothing behind it has a line in its file; an empty map in braces has none.
        key.node().check(entry.value(), Places.origin(source, name).isPresent());
        layer.put(entry.name(), entry);
      } catch (Misfit misfit) {
        throw Misconfiguration.of(
            Words.property(elements), Places.of(source, name), misfit.predicate());
      }
    }

    private String value(EnumerablePropertySource<?> source, String name) {
      var value = String.valueOf(source.getProperty(name));
      try {
        return environment.resolveRequiredPlaceholders(value);
      } catch (IllegalArgumentException unresolved) {
        throw new Misfit(
            "is '" + Words.shown(value) + "', which refers to something that is not set");
      }
    }
  }
}
