package io.registrybridge.config;

import java.util.Collection;
import java.util.Optional;

/** What is wrong with a property, as the sentence that its name begins. */
final class Misfit extends RuntimeException {

  private static final long serialVersionUID = 1;

  Misfit(String predicate) {
    super(predicate);
  }

  static Misfit unknown(String path, String element, Collection<String> known) {
    return new Misfit(
        Words.nearest(element, known)
            .map(near -> "is not known; did you mean " + path + "." + near + "?")
            .orElse("is not known; " + path + " takes " + String.join(", ", known)));
  }

  static Misfit noKeys(String path) {
    return new Misfit("is not known; " + path + " has no keys of its own");
  }

  static Misfit blank(Optional<String> expected) {
    return new Misfit("has no value" + expected.map(words -> "; it must be " + words).orElse(""));
  }

  static Misfit bad(String value, String expected) {
    return new Misfit("is '" + Words.shown(value) + "' but must be " + expected);
  }

  static void unlessEmptyMap(String value, boolean written, String keys) {
    if (!value.isBlank()) {
      throw new Misfit("is '" + Words.shown(value) + "' but takes " + keys);
    }
    if (written) {
      throw new Misfit("has nothing under it; it takes " + keys);
    }
  }

  String predicate() {
    return String.valueOf(getMessage());
  }
}
