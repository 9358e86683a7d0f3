package io.registrybridge.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Reading.Partial;
import io.registrybridge.registry.Reading.Unavailable;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Catalog catalog = Catalog.empty();
  private final Gap anything = new Gap.OfAnything("shop");

  @Test
  void whatIsDoubtedTellsNothingOfWhatIsAbsent() {
    assertThat(new Complete("shop", NOW, catalog).doubted("it was restarted"))
        .isEqualTo(new Partial("shop", NOW, catalog, List.of(anything), "it was restarted"));
  }

  @Test
  void whatIsDoubtedKeepsItsOwnGapsAndReason() {
    var gap = new Gap.OfService(new ServiceKey("shop", "", "orders"));
    var partial = new Partial("shop", NOW, catalog, List.of(gap), "orders is malformed");

    assertThat(partial.doubted("it was restarted"))
        .isEqualTo(
            new Partial(
                "shop",
                NOW,
                catalog,
                List.of(gap, anything),
                "it was restarted; orders is malformed"));
  }

  @Test
  void whatIsUnavailableIsNothingElseIfDoubted() {
    var unavailable = new Unavailable("shop", NOW, "refused the connection");

    assertThat(unavailable.doubted("it was restarted")).isSameAs(unavailable);
  }
}
