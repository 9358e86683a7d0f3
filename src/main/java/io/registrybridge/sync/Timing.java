package io.registrybridge.sync;

import java.time.Duration;

/**
 * When passes are made.
 *
 * @param interval between two passes that nothing called for
 * @param quiet how long after a pass hints are gathered for the next one
 * @param longestWait how long hints that keep coming can put the next pass off
 */
public record Timing(Duration interval, Duration quiet, Duration longestWait) {}
