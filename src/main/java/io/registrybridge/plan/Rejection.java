package io.registrybridge.plan;

import io.registrybridge.mesh.ResourceId;

/**
 * A resource that cannot be written as things stand.
 *
 * @param reason a sentence
 */
public record Rejection(ResourceId id, Cause cause, String reason) {

  /** What is in the way; so few that they can be counted one by one. */
  public enum Cause {
    /** An object that is no bridge's stands in its place. */
    FOREIGN_OBJECT,
    /** Another owner's object stands in its place. */
    OTHER_OWNER,
    /** Somebody else has its host. */
    HOST_TAKEN,
    /** Istio would refuse it. */
    INVALID,
    /** The sink did not take it. */
    REFUSED
  }
}
