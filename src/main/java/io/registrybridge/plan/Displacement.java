package io.registrybridge.plan;

import static java.util.stream.Collectors.joining;

import io.registrybridge.mesh.ResourceId;
import java.util.List;
import java.util.Optional;

/**
 * The configuration takes something away that its registry still lists.
 *
 * @param successors where it calls for the same service instead, or just there
 * @param starved whether none of its instances can be used, so that what stands is all there is
 * @param hold why it stays; empty if it goes
 */
record Displacement(Seat seat, List<ResourceId> successors, boolean starved, Optional<Gap> hold) {

  boolean held() {
    return hold.isPresent();
  }

  Displacement held(Optional<Gap> reason) {
    return new Displacement(seat, successors, starved, reason);
  }

  /** What the configuration does, as the beginning of a sentence. */
  String deed() {
    var service = seat.registry() + "/" + seat.origin().service();
    if (successors.contains(seat.id())) {
      return "the configuration leaves no endpoint of " + service;
    }
    var names = successors.stream().map(ResourceId::toString).collect(joining(" and "));
    return successors.isEmpty()
        ? "the configuration leaves " + service + " out"
        : "by the configuration " + service + " is " + names + " now";
  }
}
