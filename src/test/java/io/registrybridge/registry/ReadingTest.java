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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({
    "dc1, orders, true", // a service
    "dc2, orders, false",
    "dc1, orders/eu, false",
    "dc1, stock, true", // a branch
    "dc1, stock/eu, true",
    "dc1, stocks, false",
    "dc3, whatever, true", // a partition
    "dc1, whatever, false",
  })
  void hidesWhatItsGapsCoverButForThatOverAnything(String partition, String name, boolean hides) {
    var gaps =
        List.of(
            anything,
            new Gap.OfService(new ServiceKey("shop", "dc1", "orders")),
            new Gap.OfBranch(new ServiceKey("shop", "dc1", "stock"), "/"),
            new Gap.OfPartition("shop", "dc3"));
    var service = new ServiceKey("shop", partition, name);

    var reading = new Partial("shop", NOW, catalog, gaps, "malformed");

    assertThat(reading.hides(service)).isEqualTo(hides);
    assertThat(reading.at(NOW.plusSeconds(1)).hides(service)).isEqualTo(hides);
    assertThat(reading.gaps()).isEqualTo(gaps);
    assertThat(new Complete("shop", NOW, catalog).hides(service)).isFalse();
    assertThat(new Unavailable("shop", NOW, "refused").hides(service)).isFalse();
  }

  @Test
  void whatIsUnavailableIsNothingElseIfDoubted() {
    var unavailable = new Unavailable("shop", NOW, "refused the connection");

    assertThat(unavailable.doubted("it was restarted")).isSameAs(unavailable);
  }
}
