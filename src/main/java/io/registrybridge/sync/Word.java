package io.registrybridge.sync;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.guard.Losses;
import io.registrybridge.plan.Gap;
import io.registrybridge.registry.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the registries say to one sink in one pass, as far as it is believed: what is there, and the
 * gaps.
 *
 * @param whole whether each of them was read at least once
 * @param losses what of them was believed to be gone lately, by registry
 */
record Word(List<Catalog> catalogs, List<Gap> gaps, boolean whole, Map<String, Losses> losses) {

  /**
   * The word of these readings. What came from a registry that does not feed the sink is nobody's
   * to speak of there.
   *
   * @param since when each registry's gaps opened, by registry
   * @param feeding the registries that feed the sink
   */
  static Word of(Collection<Reading> readings, Map<String, Instant> since, Set<String> feeding) {
    var catalogs = new ArrayList<Catalog>();
    var gaps = new ArrayList<Gap>();
    for (var reading : readings) {
      if (feeding.contains(reading.registry())) {
        catalogs.add(reading.catalog());
        var opened = Optional.ofNullable(since.get(reading.registry()));
        reading.gaps().forEach(gap -> gaps.add(gap(reading, gap, opened)));
      } else {
        gaps.add(elsewhere(reading.registry()));
      }
    }
    return new Word(catalogs, gaps, false, Map.of());
  }

  Word whole(boolean so) {
    return new Word(catalogs, gaps, so, losses);
  }

  Word remembering(Map<String, Losses> lost) {
    return new Word(catalogs, gaps, whole, lost);
  }

  private static Gap gap(
      Reading reading, io.registrybridge.registry.Gap gap, Optional<Instant> since) {
    var partition = Optional.<String>empty();
    var service = Optional.<String>empty();
    var below = Optional.<String>empty();
    if (gap instanceof io.registrybridge.registry.Gap.OfService one) {
      partition = Optional.of(one.service().partition());
      service = Optional.of(one.service().name());
    } else if (gap instanceof io.registrybridge.registry.Gap.OfBranch one) {
      partition = Optional.of(one.service().partition());
      service = Optional.of(one.service().name());
      below = Optional.of(one.separator());
    } else if (gap instanceof io.registrybridge.registry.Gap.OfPartition one) {
      partition = Optional.of(one.partition());
    }
    return new Gap(reading.registry(), partition, service, below, reading.reason(), since);
  }

  private static Gap elsewhere(String registry) {
    return Gap.over(
        registry,
        "orphan: registry '%s' does not feed this sink; name it in the sink's registries, or delete by hand what is not needed"
            .formatted(registry),
        Optional.empty());
  }
}
