package io.registrybridge.sink.cluster;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.registrybridge.mesh.Keys;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a Lease says.
 *
 * @param holder who has it; empty if nobody
 * @param promise how long after a sign of life nobody else will take it
 * @param acquired when the holder took it, by its own clock
 * @param renewed when the holder gave its last sign of life, by its own clock: it tells one from
 *     another and is compared with no other clock
 * @param changes how often it passed from one to another
 * @param revision the resourceVersion
 */
record Deed(
    String holder,
    Duration promise,
    Optional<ZonedDateTime> acquired,
    Optional<ZonedDateTime> renewed,
    int changes,
    long revision,
    SortedMap<String, String> annotations) {

  Deed {
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }

  static Deed of(Lease lease) {
    var spec = Optional.ofNullable(lease.getSpec()).orElseGet(LeaseSpec::new);
    var metadata = lease.getMetadata();
    return new Deed(
        Optional.ofNullable(spec.getHolderIdentity()).orElse(""),
        Duration.ofSeconds(Optional.ofNullable(spec.getLeaseDurationSeconds()).orElse(0)),
        Optional.ofNullable(spec.getAcquireTime()),
        Optional.ofNullable(spec.getRenewTime()),
        Optional.ofNullable(spec.getLeaseTransitions()).orElse(0),
        Long.parseLong(metadata.getResourceVersion()),
        new TreeMap<>(Optional.ofNullable(metadata.getAnnotations()).orElse(Map.of())));
  }

  /** The words that are kept on it, by registry. */
  Map<String, String> kept() {
    var kept = new TreeMap<String, String>();
    annotations.forEach(
        (key, word) -> Keys.keptRegistry(key).ifPresent(registry -> kept.put(registry, word)));
    return kept;
  }

  /** How often it passed on once this one has it. */
  int changesTo(String next) {
    return holder.equals(next) ? changes : changes + 1;
  }

  /** What somebody who deletes the Lease does not mean: a pause, and the words that are kept. */
  Map<String, String> lasting() {
    var lasting = new TreeMap<>(annotations);
    lasting.keySet().removeIf(key -> !key.equals(Keys.PAUSED) && Keys.keptRegistry(key).isEmpty());
    return lasting;
  }

  /** Whether no sign of life was given between this and the other. */
  boolean sameBreath(Deed other) {
    return holder.equals(other.holder)
        && renewed.equals(other.renewed)
        && changes == other.changes
        && promise.equals(other.promise);
  }
}
