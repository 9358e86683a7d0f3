package io.registrybridge.catalog;

import java.util.Comparator;

/**
 * Something in a registry's answer that could not be used, told to the operator.
 *
 * @param subject what is flawed, such as an instance's id
 * @param reason a sentence
 */
public record Flaw(ServiceKey service, String subject, String reason) implements Comparable<Flaw> {

  private static final Comparator<Flaw> ORDER =
      Comparator.comparing(Flaw::service).thenComparing(Flaw::subject).thenComparing(Flaw::reason);

  @Override
  public int compareTo(Flaw other) {
    return ORDER.compare(this, other);
  }
}
