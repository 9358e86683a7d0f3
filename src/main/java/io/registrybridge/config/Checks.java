package io.registrybridge.config;

import io.registrybridge.mapping.Hosts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What must hold between properties, and between them and the machine. */
record Checks(Configured configured) {

  /**
   * There is at least one, and no two have one name, names that differ in dashes alone, or one
   * directory.
   */
  void adapters(Role role, List<Adapter> adapters) {
    if (adapters.isEmpty()) {
      throw new Misconfiguration(
          "%s is missing; it must name at least one %s, such as %s"
              .formatted(role.path(), role.key(), role.example()));
    }
    var seen = new HashMap<String, Adapter>();
    for (var adapter : adapters) {
      var before = seen.put(Words.uniform(adapter.name()), adapter);
      if (before != null) {
        throw twice(before, adapter);
      }
    }
    directories(adapters);
  }

  private Misconfiguration twice(Adapter before, Adapter adapter) {
    var place = configured.below(adapter.path()).map(Entry::place).orElse("");
    return Misconfiguration.of(
        adapter.path(),
        place,
        before.name().equals(adapter.name())
            ? "has the name of " + before.path() + "; names must be unique over all kinds"
            : "differs from "
                + before.path()
                + " in dashes alone, which environment variables cannot tell apart");
  }

  /** Two sinks at one directory would each delete what the other one writes. */
  private void directories(List<Adapter> adapters) {
    var seen = new HashMap<Path, Entry>();
    for (var adapter : adapters) {
      for (var key : List.of(".directory", ".snapshot")) {
        configured.find(adapter.path() + key).ifPresent(entry -> alone(entry, seen));
      }
    }
  }

  private static void alone(Entry entry, Map<Path, Entry> seen) {
    var before = seen.putIfAbsent(Path.of(entry.value()).toAbsolutePath().normalize(), entry);
    if (before != null) {
      throw entry.wrong(
          "is '%s', where %s is too; each needs a directory of its own"
              .formatted(entry.value(), before.name()));
    }
  }

  /** An owner inherits from others. */
  void adoptFrom(List<String> adoptFrom, String owner) {
    if (adoptFrom.contains(owner)) {
      throw new Misconfiguration(
          "bridge.adopt-from names '" + owner + "', which bridge.owner is already");
    }
  }

  /** What is gone on purpose is not there. */
  void retired(List<String> retired, List<Adapter> registries) {
    for (var registry : registries) {
      if (retired.contains(registry.name())) {
        throw new Misconfiguration(
            "bridge.retired names '"
                + registry.name()
                + "', which "
                + registry.path()
                + " configures");
      }
    }
  }

  /**
   * What a sink is fed by is configured.
   *
   * @param feeding the names that each sink gives, by sink
   */
  void feeding(Map<String, List<String>> feeding, List<Adapter> sinks, List<Adapter> registries) {
    var known = registries.stream().map(Adapter::name).toList();
    for (var sink : sinks) {
      var property = sink.path() + ".registries";
      var names = feeding.getOrDefault(sink.name(), List.of());
      if (names.isEmpty() && configured.below(property).isPresent()) {
        throw wrong(property, "is empty; leave it out for all registries, or name some");
      }
      names.stream()
          .filter(name -> !known.contains(name))
          .findFirst()
          .ifPresent(
              name -> {
                throw wrong(property, unknown(name, known));
              });
    }
  }

  private static String unknown(String name, List<String> known) {
    var hint =
        Words.nearest(name, known)
            .map(near -> "did you mean " + near + "?")
            .orElse("there is " + String.join(", ", known));
    return "names '%s', which is no registry; %s".formatted(Words.shown(name), hint);
  }

  private Misconfiguration wrong(String property, String predicate) {
    return Misconfiguration.of(property, place(property), predicate);
  }

  /** Files that the bridge is told to read at start are there. */
  void files(List<String> properties) {
    for (var property : properties) {
      configured
          .find(property)
          .filter(entry -> !Files.isReadable(Path.of(entry.value())))
          .ifPresent(
              entry -> {
                throw entry.wrong("is '" + entry.value() + "' but must be a file that can be read");
              });
    }
  }

  /** There is one server for istiods, and so one set of resources that it serves. */
  void oneServer(Set<String> mcp) {
    if (mcp.size() > 1) {
      throw new Misconfiguration(
          "bridge.sink.mcp has %s, but a bridge serves one set of resources; run a bridge for each"
              .formatted(String.join(" and ", new TreeSet<>(mcp))));
    }
  }

  /** SSL bundles that are named are there and can be used. */
  void bundles(List<Adapter> adapters, Bundles bundles) {
    for (var adapter : adapters) {
      var bundle = configured.find(adapter.path() + ".ssl-bundle");
      bundle.flatMap(entry -> objection(entry, bundles)).ifPresent(Checks::refuse);
    }
  }

  private static Optional<Misconfiguration> objection(Entry entry, Bundles bundles) {
    return bundles.objection(entry.value()).map(entry::wrong);
  }

  private static void refuse(Misconfiguration wrong) {
    throw wrong;
  }

  /**
   * What the components of a mapping must keep to together.
   *
   * @param paths where they may stand, the one that wins first
   */
  void mapping(MappingProperties mapping, List<String> paths) {
    distinct(mapping.ports().values(), "ports", "gives two roles one number", paths);
    var labels = mapping.labels().stream().map(LabelRule::label).toList();
    distinct(labels, "labels", "makes one label of two metadata keys", paths);
    distinct(mapping.exportTo(), "export-to", "names a namespace twice", paths);
    if (mapping.exportTo().size() > 1 && mapping.exportTo().contains("*")) {
      throw wrong("export-to", "must be '*' alone, or name namespaces", paths);
    }
    mapping.hosts().forEach((service, host) -> byHand(service, host, paths));
  }

  /** A host by hand is one that may be written. */
  private void byHand(String service, String host, List<String> paths) {
    Hosts.refused(host)
        .map(reason -> wrong("hosts[" + service + "]", "is wrong: " + reason, paths))
        .ifPresent(Checks::refuse);
  }

  private void distinct(Collection<?> values, String key, String trouble, List<String> paths) {
    if (new HashSet<>(values).size() < values.size()) {
      throw wrong(key, trouble, paths);
    }
  }

  private Misconfiguration wrong(String key, String predicate, List<String> paths) {
    return paths.stream()
        .map(path -> path + "." + key)
        .filter(name -> configured.below(name).isPresent())
        .findFirst()
        .map(name -> Misconfiguration.of(name, place(name), predicate))
        .orElseGet(() -> Misconfiguration.of(paths.get(0) + "." + key, "", predicate));
  }

  private String place(String name) {
    return configured.below(name).map(Entry::place).orElse("");
  }
}
