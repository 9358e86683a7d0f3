package io.registrybridge.registry;

import io.registrybridge.registry.Reading.Unavailable;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line in the log for every registry whose state turned, or the reason for it, and none for a
 * read like the last.
 */
final class Diary {

  private static final Logger log = LoggerFactory.getLogger(Diary.class);

  private static final Pattern DIGITS = Pattern.compile("\\d+");

  private Diary() {}

  static void note(String kind, Observation before, Reading now) {
    var first = before.lastAttempt().isEmpty();
    if (first || !state(before.reading()).equals(state(now))) {
      line(now).log("Registry {} ({}) {}", now.registry(), kind, says(now));
    }
  }

  private static LoggingEventBuilder line(Reading now) {
    var line =
        log.atLevel(now instanceof Reading.Complete ? Level.INFO : Level.WARN)
            .addKeyValue("registry", now.registry());
    return now.reason().isEmpty() ? line : line.addKeyValue("reason", now.reason());
  }

  /** One in which only what is counted differs is the same. */
  private static String state(Reading reading) {
    return reading.getClass().getSimpleName() + DIGITS.matcher(reading.reason()).replaceAll("#");
  }

  private static String says(Reading now) {
    var catalog = now.catalog();
    var lists =
        "lists %d services with %d instances"
            .formatted(catalog.services().size(), catalog.instances());
    if (now instanceof Unavailable) {
      return "is unavailable: " + now.reason();
    }
    return now.reason().isEmpty() ? lists : lists + " and more it could not tell: " + now.reason();
  }
}
