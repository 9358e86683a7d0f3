package io.registrybridge.config;

import java.io.FileNotFoundException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.springframework.boot.autoconfigure.ssl.PropertiesSslBundle;
import org.springframework.boot.autoconfigure.ssl.SslProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.env.Environment;

/**
 * The SSL bundles under {@code spring.ssl.bundle}, read here to know of a bad one before anything
 * runs. What runs takes them from Spring Boot, which reloads them.
 */
final class Bundles {

  private static final String PLACE = "spring.ssl.bundle";
  private static final int LONGEST_PATH = 200;

  private final SortedMap<String, Supplier<SslBundle>> byName = new TreeMap<>();

  private Bundles(SslProperties properties) {
    var bundles = properties.getBundle();
    bundles.getPem().forEach((name, pem) -> byName.put(name, () -> PropertiesSslBundle.get(pem)));
    bundles.getJks().forEach((name, jks) -> byName.put(name, () -> PropertiesSslBundle.get(jks)));
  }

  static Bundles in(Environment environment) {
    return new Bundles(Binder.get(environment).bindOrCreate("spring.ssl", SslProperties.class));
  }

  /** What keeps this bundle from being used, as the sentence that its property begins. */
  Optional<String> objection(String name) {
    var bundle = byName.get(name);
    if (bundle == null) {
      return Optional.of("is '" + name + "' but must be " + alternatives());
    }
    try {
      bundle.get().createSslContext();
      return Optional.empty();
    } catch (RuntimeException unusable) {
      return Optional.of("is '" + name + "', which cannot be used: " + root(unusable));
    }
  }

  private String alternatives() {
    return byName.isEmpty()
        ? "the name of a bundle under " + PLACE + ", where there is none"
        : "a bundle under " + PLACE + ": " + String.join(", ", byName.keySet());
  }

  private static String root(Throwable unusable) {
    var root = unusable;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    var message = String.valueOf(root.getMessage());
    // A misspelled key that stands in the configuration itself is taken for the path of a file.
    if (message.length() > LONGEST_PATH || message.lines().count() > 1) {
      return "what it holds is not understood";
    }
    var unread = root instanceof FileNotFoundException || root instanceof FileSystemException;
    return message + (unread ? " cannot be read" : "");
  }
}
