package io.registrybridge.sync;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.plan.Gap;
import io.registrybridge.registry.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the registries say in one pass, as far as it is believed: what is there, and the gaps. */
record Word(List<Catalog> catalogs, List<Gap> gaps) {

  /**
   * The word of these readings.
   *
   * @param since when each registry's gaps opened, by registry
   */
  static Word of(Collection<Reading> readings, Map<String, Instant> since) {
    var gaps = new ArrayList<Gap>();
    for (var reading : readings) {
      var opened = Optional.ofNullable(since.get(reading.registry()));
      reading.gaps().forEach(gap -> gaps.add(gap(reading, gap, opened)));
    }
    return new Word(readings.stream().map(Reading::catalog).toList(), gaps);
  }

  private static Gap gap(
      Reading reading, io.registrybridge.registry.Gap gap, Optional<Instant> since) {
    var partition = Optional.<String>empty();
    var service = Optional.<String>empty();
    if (gap instanceof io.registrybridge.registry.Gap.OfService one) {
      partition = Optional.of(one.service().partition());
      service = Optional.of(one.service().name());
    } else if (gap instanceof io.registrybridge.registry.Gap.OfPartition one) {
      partition = Optional.of(one.partition());
    }
    return new Gap(reading.registry(), partition, service, reading.reason(), since);
  }
}
