package io.registrybridge.status;

import io.registrybridge.plan.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is known of the bridge before it runs, and stays so.
 *
 * @param registries their kinds by name
 * @param sinks their kinds by name
 * @param required the registries without which the bridge is not ready, by name
 * @param interval between two passes that nothing called for
 * @param startedAt from when {@code startupWait} counts
 * @param startupWait how long the required registries may keep the bridge from being ready
 */
public record BridgeInfo(
    String owner,
    Policy policy,
    boolean dryRun,
    SortedMap<String, String> registries,
    SortedMap<String, String> sinks,
    SortedSet<String> required,
    Duration interval,
    Instant startedAt,
    Duration startupWait) {

  private static final Duration STARTUP_WAIT = Duration.ofSeconds(60);
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  public BridgeInfo {
    registries = Collections.unmodifiableSortedMap(new TreeMap<>(registries));
    sinks = Collections.unmodifiableSortedMap(new TreeMap<>(sinks));
    required = Collections.unmodifiableSortedSet(new TreeSet<>(required));
  }

  /** A bridge that nothing is connected to yet. */
  public static BridgeInfo of(String owner, Policy policy, boolean dryRun, Instant startedAt) {
    return new BridgeInfo(
        owner,
        policy,
        dryRun,
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeSet<>(),
        INTERVAL,
        startedAt,
        STARTUP_WAIT);
  }

  /**
   * The same bridge between these registries and sinks.
   *
   * @param registries their kinds by name
   * @param sinks their kinds by name
   */
  public BridgeInfo between(Map<String, String> registries, Map<String, String> sinks) {
    return new BridgeInfo(
        owner,
        policy,
        dryRun,
        new TreeMap<>(registries),
        new TreeMap<>(sinks),
        required,
        interval,
        startedAt,
        startupWait);
  }

  /** The same bridge, not ready before these registries were asked or the wait is over. */
  public BridgeInfo requiring(Set<String> names) {
    return new BridgeInfo(
        owner,
        policy,
        dryRun,
        registries,
        sinks,
        new TreeSet<>(names),
        interval,
        startedAt,
        startupWait);
  }

  /** The same bridge, which makes a pass this often though nothing calls for it. */
  public BridgeInfo every(Duration interval) {
    return new BridgeInfo(
        owner, policy, dryRun, registries, sinks, required, interval, startedAt, startupWait);
  }
}
