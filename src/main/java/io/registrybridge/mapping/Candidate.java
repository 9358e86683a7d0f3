package io.registrybridge.mapping;

import io.registrybridge.book.Pairs;
import io.registrybridge.book.Pool;
import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Keys;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An instance that may take traffic: an endpoint whose ports go by role, because their names depend
 * on what all instances of the service speak.
 *
 * @param ports the instance's port number by role
 * @param protocols what is spoken there, by role
 * @param numbers under which callers are to find it, by role, where the instance says so
 */
record Candidate(
    String address,
    SortedMap<String, Integer> ports,
    SortedMap<String, Protocol> protocols,
    SortedMap<String, Integer> numbers,
    SortedMap<String, String> labels,
    double weight,
    String locality,
    String network,
    String serviceAccount) {

  Candidate {
    ports = Pairs.copyOf(ports);
    protocols = Pairs.copyOf(protocols);
    numbers = Pairs.copyOf(numbers);
    labels = Pairs.copyOf(labels);
  }

  /** The same, with what another one of the service has as well kept once. */
  Candidate sharing(Pool pool) {
    return new Candidate(
        address,
        pool.same(ports),
        pool.same(protocols),
        pool.same(numbers),
        pool.same(labels),
        weight,
        pool.same(locality),
        network,
        serviceAccount);
  }

  Endpoint endpoint(SortedMap<String, Integer> portsByName, int scaledWeight) {
    return new Endpoint(
        address, portsByName, labels, scaledWeight, locality, network, serviceAccount);
  }

  /** Whether somebody took it out. */
  boolean drains() {
    return labels.containsKey(Keys.DRAINING);
  }

  /**
   * The same candidate, which is registered a second time. If one of the two drains the other one
   * is what serves there: a former registration may be left over, and must not drain its successor.
   */
  Candidate alsoFrom(Candidate other) {
    if (drains() && !other.drains()) {
      return other.alsoFrom(this);
    }
    var both = new TreeMap<>(other.labels);
    if (drains() != other.drains()) {
      both.keySet().removeIf(key -> !Keys.isFrom(key));
    }
    both.putAll(labels);
    return new Candidate(
        address, ports, protocols, numbers, both, weight, locality, network, serviceAccount);
  }
}
