package io.registrybridge.status;

import java.util.Collection;

/**
 * A service of a registry in a line.
 *
 * @param listed whether the registry lists it as of its latest reading
 * @param instances how many it lists
 * @param up how many of them take traffic
 * @param hosts what Istio knows it as, or is to
 * @param fate the worst that became of it in a sink
 * @param flaws how much of it could not be used
 */
record ServiceView(
    String service,
    String partition,
    boolean listed,
    int instances,
    int up,
    Collection<String> hosts,
    String fate,
    int flaws) {}
