package io.registrybridge.sync;

import io.registrybridge.guard.Level;
import java.time.Instant;
import java.util.Optional;

/**
 * What the guard says of one registry.
 *
 * @param since when it tripped; empty while it has not
 * @param mark the level against which losses are measured
 * @param level the level of the latest reading that had one
 */
public record GuardReport(boolean tripped, Optional<Instant> since, Level mark, Level level) {}
