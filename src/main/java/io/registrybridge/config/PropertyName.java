package io.registrybridge.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The elements of a property's name as it is written. Spring Boot's own names drop what is no
 * letter, digit, dash or underscore, and with it the difference between two services.
 */
final class PropertyName {

  /** Anything in brackets, or text up to the next dot or bracket. */
  private static final Pattern ELEMENT = Pattern.compile("\\[([^\\]]*)]|([^.\\[]+)");

  private PropertyName() {}

  static List<String> elements(String name) {
    var elements = new ArrayList<String>();
    var matcher = ELEMENT.matcher(name);
    while (matcher.find()) {
      elements.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
    return elements;
  }
}
