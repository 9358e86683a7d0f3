package io.registrybridge.registry.consul;

import io.registrybridge.registry.consul.Answer.Told;
import java.util.Optional;

/**
 * What is known of a service that is listed.
 *
 * @param found what was read last, maybe before a silence
 * @param index to wait beyond for news; 0 if it has to be read
 * @param trouble why it cannot be read, or not for certain
 */
record Known(Optional<Found> found, long index, boolean read, Optional<String> trouble) {

  static final Known NOTHING = new Known(Optional.empty(), 0, false, Optional.empty());

  /** It has to be read again, for Consul may be in another life. */
  Known anew() {
    return new Known(found, 0, false, Optional.empty());
  }

  Known failed(String reason) {
    return new Known(found, 0, false, Optional.of(reason));
  }

  /** The same again is the same object. */
  Known read(Told<Found> told) {
    var same = found.filter(told.content()::equals);
    return new Known(same.or(() -> Optional.of(told.content())), told.index(), true, told.doubt());
  }

  boolean unread() {
    return !read && trouble.isEmpty();
  }

  /** Whether no more can be told of it than of the other. */
  boolean tellsTheSameAs(Known other) {
    return read == other.read && found.equals(other.found) && trouble.equals(other.trouble);
  }
}
