package io.registrybridge.status;

import io.registrybridge.plan.Rejection;

/**
 * A resource that cannot be written as things stand.
 *
 * @param id namespace and name
 */
record RejectionView(String kind, String id, String reason) {

  static RejectionView of(Rejection rejection) {
    return new RejectionView(
        rejection.id().kind().title(), Spelling.of(rejection.id()), rejection.reason());
  }
}
