package io.registrybridge.config;

import java.util.Optional;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionException;

/** What Spring Boot could not bind, in one sentence. */
final class Unbound {

  private Unbound() {}

  static Misconfiguration because(BindException unbound) {
    return entry(unbound)
        .filter(entry -> unbound.getCause() instanceof ConversionException)
        .map(entry -> entry.wrong(predicate(unbound, entry)))
        .orElseGet(
            () ->
                Misconfiguration.of(
                    unbound.getName().toString(), "", "is wrong: " + root(unbound)));
  }

  private static Optional<Entry> entry(BindException unbound) {
    var property = unbound.getProperty();
    return property != null
            && property.getOrigin() instanceof PropertySourceOrigin origin
            && origin.getOrigin() instanceof Entry.Spot spot
        ? Optional.of(spot.entry())
        : Optional.empty();
  }

  private static String predicate(BindException unbound, Entry entry) {
    ResolvableType type = unbound.getTarget().getType();
    var shown = "is '" + Words.shown(entry.value()) + "'";
    return Words.expected(type)
        .map(words -> shown + " but must be " + words)
        .orElseGet(() -> shown + ": " + root(unbound));
  }

  /** The innermost message: our own types say in a sentence what they take. */
  private static String root(Throwable failure) {
    var root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
