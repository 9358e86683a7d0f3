package io.registrybridge.registry;

import io.registrybridge.registry.Reading.Unavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One line in the log for every registry whose state turned, and none for a read like the last. */
final class Diary {

  private static final Logger log = LoggerFactory.getLogger(Diary.class);

  private Diary() {}

  static void note(String kind, Observation before, Reading now) {
    var first = before.lastAttempt().isEmpty();
    if (first || before.reading().getClass() != now.getClass()) {
      log.atLevel(now instanceof Reading.Complete ? Level.INFO : Level.WARN)
          .addKeyValue("registry", now.registry())
          .log("Registry {} ({}) {}", now.registry(), kind, says(now));
    }
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
