package io.registrybridge.catalog;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * Something in a registry's answer that could not be used, told to the operator.
 *
 * <p>Both texts are cut, and rid of what cannot be seen.
 *
 * @param subject what is flawed, such as an instance's id
 * @param reason a sentence
 */
public record Flaw(ServiceKey service, String subject, String reason) implements Comparable<Flaw> {

  private static final int LONGEST_QUOTE = 100;
  private static final int LONGEST_SUBJECT = 200;
  private static final int LONGEST_REASON = 500;
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  private static final Comparator<Flaw> ORDER =
      Comparator.comparing(Flaw::service).thenComparing(Flaw::subject).thenComparing(Flaw::reason);

  /** So much of a text as a reason may quote of it, and still say what is wrong. */
  public static String brief(String text) {
    return cut(text, LONGEST_QUOTE);
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "...";
  }

  public Flaw {
    subject = shown(subject, LONGEST_SUBJECT);
    reason = shown(reason, LONGEST_REASON);
  }

  /** Most flaws quote what anybody may have registered, of any length, to be read by a person. */
  private static String shown(String text, int longest) {
    return UNSEEN.matcher(cut(text, longest)).replaceAll("?");
  }

  @Override
  public int compareTo(Flaw other) {
    return ORDER.compare(this, other);
  }
}
