package io.registrybridge.registry.eureka;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Eureka's {@code applications} document: everything, or what changed in the last few minutes.
 *
 * @param version of a delta, counted up by the server since its start; -1 where it says none
 * @param hash how many instances there are per status, as in {@code DOWN_1_UP_5_}, after the delta
 * @param applications by name; the name is empty where an application has none that can be read
 */
record Listing(long version, String hash, SortedMap<String, List<Registration>> applications)
    implements Answer {

  Listing {
    applications = Collections.unmodifiableSortedMap(new TreeMap<>(applications));
  }
}
