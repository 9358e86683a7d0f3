package io.registrybridge.sync;

import static java.util.stream.Collectors.toMap;

import io.registrybridge.guard.Losses;
import io.registrybridge.registry.Observation;
import io.registrybridge.registry.Reading;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the registries said when a pass began, and how much of it is believed; all by registry.
 *
 * @param believed the readings, as the guards judged them
 * @param gapsSince when each registry's gaps opened, where there are any and it is known
 * @param losses what was believed to be gone lately, as the guards know it then
 */
record Hearing(
    SortedMap<String, Observation> observations,
    SortedMap<String, Reading> believed,
    Map<String, Instant> gapsSince,
    Map<String, Losses> losses) {

  Hearing {
    observations = Collections.unmodifiableSortedMap(new TreeMap<>(observations));
    believed = Collections.unmodifiableSortedMap(new TreeMap<>(believed));
    gapsSince = Map.copyOf(gapsSince);
    losses = Map.copyOf(losses);
  }

  /** What it comes to for a sink that these registries feed. */
  Word word(Set<String> feeding) {
    return Word.of(believed.values(), gapsSince, feeding)
        .whole(read(feeding))
        .remembering(losses(feeding));
  }

  private Map<String, Losses> losses(Set<String> feeding) {
    return losses.entrySet().stream()
        .filter(one -> feeding.contains(one.getKey()))
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private boolean read(Set<String> registries) {
    return observations.entrySet().stream()
        .filter(observation -> registries.contains(observation.getKey()))
        .allMatch(observation -> observation.getValue().lastSuccess().isPresent());
  }

  RegistryReport.State state(String registry) {
    var observation = observations.get(registry);
    if (observation == null || observation.lastAttempt().isEmpty()) {
      return RegistryReport.State.UNREAD;
    }
    var reading = believed.get(registry);
    if (reading instanceof Reading.Complete) {
      return RegistryReport.State.COMPLETE;
    }
    return reading instanceof Reading.Partial
        ? RegistryReport.State.PARTIAL
        : RegistryReport.State.UNAVAILABLE;
  }
}
