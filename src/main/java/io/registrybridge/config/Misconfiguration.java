package io.registrybridge.config;

/** The configuration is wrong: one sentence that names the property. It never holds a password. */
final class Misconfiguration extends RuntimeException {

  private static final long serialVersionUID = 1;

  Misconfiguration(String sentence) {
    super(Words.masked(sentence));
  }

  /**
   * A sentence about a property.
   *
   * @param place where it stands, empty if that is not known
   * @param predicate what is wrong with it
   */
  static Misconfiguration of(String property, String place, String predicate) {
    return new Misconfiguration(
        property + (place.isEmpty() ? " " : " (" + place + ") ") + predicate);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
