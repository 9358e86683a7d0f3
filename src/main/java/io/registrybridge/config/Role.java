package io.registrybridge.config;

import java.util.List;
import java.util.Locale;

/** What the configuration has any number of, by kind and name. */
enum Role {
  REGISTRY(Registries.class, "eureka.shop.urls"),
  SINK(Sinks.class, "file.review.directory");

  private final Class<?> settings;
  private final String example;

  Role(Class<?> settings, String example) {
    this.settings = settings;
    this.example = example;
  }

  /** The key under {@code bridge}. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  String path() {
    return "bridge." + key();
  }

  /** How one may be written. */
  String example() {
    return path() + "." + example;
  }

  /** The paths that stand above names, such as {@code bridge.sink.file}. */
  List<String> kinds() {
    return Node.of(settings).keys().keySet().stream().map(kind -> path() + "." + kind).toList();
  }
}
