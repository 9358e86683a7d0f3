package io.registrybridge.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What really lives, whatever a registry says that was killed or emptied. By it the mesh is
 * measured.
 */
final class Population {

  /**
   * How long after an instance was changed for the last time, and its registry was told, the mesh
   * may still be told what was before: a write may lie in front of an API server that sleeps.
   */
  private static final Duration DOUBT = Duration.ofSeconds(10);

  private final SortedMap<Seat, Life> living = new TreeMap<>();
  private final Set<Seat> untold = new HashSet<>();
  private final Map<Place, Instant> doubted = new HashMap<>();

  /** An instance comes, or changes. */
  synchronized void put(Seat seat, Life life) {
    changes(seat, life.address());
    living.put(seat, life);
  }

  synchronized void remove(Seat seat) {
    changes(seat, "");
    living.remove(seat);
  }

  private void changes(Seat seat, String address) {
    untold.add(seat);
    doubt(seat, address);
  }

  private void doubt(Seat seat, String address) {
    var now = Instant.now();
    doubted.put(new Place(seat.host(), address), now);
    Optional.ofNullable(living.get(seat))
        .ifPresent(before -> doubted.put(new Place(seat.host(), before.address()), now));
  }

  /** Its registry knows how the instance is. */
  synchronized void told(Seat seat, Optional<Life> life) {
    if (Objects.equals(living.get(seat), life.orElse(null)) && untold.remove(seat)) {
      doubt(seat, life.map(Life::address).orElse(""));
    }
  }

  /** What lives at a registry. */
  synchronized SortedMap<Seat, Life> at(String registry) {
    var some = new TreeMap<>(living);
    some.keySet().removeIf(seat -> !seat.registry().equals(registry));
    return some;
  }

  /** Those that changed, or went, since their registry was told. */
  synchronized SortedSet<Seat> untoldIn(String registry) {
    var some = new TreeSet<>(untold);
    some.removeIf(seat -> !seat.registry().equals(registry));
    return some;
  }

  /** The addresses of all that is up, by host; a host of which all is down has none. */
  synchronized SortedMap<String, SortedSet<String>> hosts() {
    var hosts = new TreeMap<String, SortedSet<String>>();
    living.forEach(
        (seat, life) -> {
          var addresses = hosts.computeIfAbsent(seat.host(), first -> new TreeSet<>());
          if (life.up()) {
            addresses.add(life.address());
          }
        });
    return hosts;
  }

  /** Whether there was ever such an instance. */
  synchronized boolean knew(Place place) {
    return doubted.containsKey(place);
  }

  /** Whether the mesh lost at that time what it had to keep: somebody who has been there long. */
  synchronized boolean wronglyLost(Place place, Instant at) {
    return seats(place).stream().anyMatch(seat -> !untold.contains(seat))
        && doubted.getOrDefault(place, Instant.MIN).plus(DOUBT).isBefore(at);
  }

  private List<Seat> seats(Place place) {
    var seats = new ArrayList<Seat>();
    living.forEach(
        (seat, life) -> {
          if (life.up() && place.equals(new Place(seat.host(), life.address()))) {
            seats.add(seat);
          }
        });
    return seats;
  }
}
