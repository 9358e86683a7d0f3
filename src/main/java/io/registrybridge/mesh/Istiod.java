package io.registrybridge.mesh;

import java.time.Duration;
import java.time.Instant;

/**
 * A control plane that reads from the bridge.
 *
 * @param node what it calls itself
 * @param version of the ServiceEntries it has taken last; empty before that
 * @param lag for how long there has been something that it has not taken; zero if there is nothing
 */
public record Istiod(String node, Instant connected, String version, Duration lag) {}
