package io.registrybridge.plan;

import java.util.List;

/**
 * What is to be done to a sink, and what is not done though something calls for it.
 *
 * @param changes in the order of their ids, creations and updates before deletions
 * @param unchanged how many desired resources stand there already as they should
 */
public record Plan(
    List<Change> changes, List<Held> heldBack, List<Rejection> rejected, int unchanged) {

  public Plan {
    changes = List.copyOf(changes);
    heldBack = List.copyOf(heldBack);
    rejected = List.copyOf(rejected);
  }
}
