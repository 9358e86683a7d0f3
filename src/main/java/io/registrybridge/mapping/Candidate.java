package io.registrybridge.mapping;

import io.registrybridge.book.Pairs;
import io.registrybridge.book.Pool;
import io.registrybridge.mesh.Endpoint;
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

  /** The same candidate, which another registry knows too. */
  Candidate alsoFrom(Candidate other) {
    var both = new TreeMap<>(other.labels);
    both.putAll(labels);
    return new Candidate(
        address, ports, protocols, numbers, both, weight, locality, network, serviceAccount);
  }
}
