package io.registrybridge.sink.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.registrybridge.plan.Standing;

/**
 * Which object is meant, and at which of its revisions.
 *
 * <p>An object that was deleted and created again has the same name and another uid. Revisions grow
 * over all objects of a kind, so two of them can be compared (KEP-5504 says what API servers always
 * did).
 *
 * @param revision the resourceVersion
 */
record Version(String uid, long revision) {

  private static final String SEPARATOR = "@";

  static Version of(ObjectMeta metadata) {
    return new Version(metadata.getUid(), Long.parseLong(metadata.getResourceVersion()));
  }

  /** The inverse of {@link #text()}, which is what this sink gives its {@link Standing}s. */
  static Version of(Standing standing) {
    var text = standing.version();
    var at = text.lastIndexOf(SEPARATOR);
    return new Version(text.substring(0, at), Long.parseLong(text.substring(at + 1)));
  }

  String text() {
    return uid + SEPARATOR + revision;
  }

  String resourceVersion() {
    return Long.toString(revision);
  }
}
