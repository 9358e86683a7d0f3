package io.registrybridge.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

/** An environment made of YAML texts, the first of which wins. */
final class Yaml {

  private static final String NAME = "bridge.yaml";

  private final ConfigurableEnvironment environment = new StandardEnvironment();

  private Yaml() {
    var sources = environment.getPropertySources();
    sources.forEach(source -> sources.remove(source.getName()));
  }

  static Yaml of(String... documents) {
    var yaml = new Yaml();
    List.of(documents).forEach(document -> yaml.add(resource(document)));
    return yaml;
  }

  static Yaml of(List<Resource> resources) {
    var yaml = new Yaml();
    resources.forEach(yaml::add);
    return yaml;
  }

  private static Resource resource(String document) {
    return new ByteArrayResource(document.getBytes(StandardCharsets.UTF_8), NAME) {
      @Override
      public String getDescription() {
        return "file [" + NAME + "]";
      }
    };
  }

  private void add(Resource resource) {
    var name = "document " + environment.getPropertySources().size();
    try {
      new YamlPropertySourceLoader()
          .load(name, resource)
          .forEach(environment.getPropertySources()::addLast);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  Yaml withVariables(Map<String, Object> variables) {
    environment
        .getPropertySources()
        .addFirst(new SystemEnvironmentPropertySource("systemEnvironment", variables));
    return this;
  }

  Yaml with(Map<String, Object> properties) {
    environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
    return this;
  }

  BridgeSettings settings() {
    return BridgeSettings.of(environment);
  }
}
