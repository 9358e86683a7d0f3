package io.registrybridge.config;

import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.Resource;

/** Where properties stand, in words. */
final class Places {

  private static final Pattern IN_BRACKETS = Pattern.compile(".*\\[(.*)].*");

  private Places() {}

  /** The origin that a file's loader kept. */
  static Optional<Origin> origin(PropertySource<?> source, String name) {
    return Optional.ofNullable(OriginLookup.getOrigin(source, name));
  }

  static String of(PropertySource<?> source, String name) {
    if (source instanceof CommandLinePropertySource) {
      return "command line";
    }
    if (source instanceof SystemEnvironmentPropertySource) {
      return "environment variable " + name;
    }
    if (source.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME)) {
      return "system property";
    }
    return origin(source, name).map(Places::inFile).orElse("");
  }

  private static String inFile(Origin origin) {
    if (origin instanceof TextResourceOrigin text && text.getResource() != null) {
      var line = text.getLocation() == null ? "" : ", line " + (text.getLocation().getLine() + 1);
      return file(text.getResource()) + line;
    }
    return "";
  }

  private static String file(Resource resource) {
    var matcher = IN_BRACKETS.matcher(resource.getDescription());
    return matcher.matches() ? matcher.group(1) : resource.getDescription();
  }
}
