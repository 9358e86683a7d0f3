package io.registrybridge.registry.consul;

import io.registrybridge.registry.consul.Answer.Told;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Whether a place answers, and may be believed what it leaves out. On the worker's thread. */
final class Standing {

  private final SortedSet<String> absent = new TreeSet<>();
  private Optional<String> silence = Optional.empty();
  private Optional<String> doubt = Optional.empty();
  private boolean open;
  private boolean settling;

  /** It does not answer any more, or not yet. */
  void silent(String reason) {
    settling |= open;
    silence = Optional.of(reason);
    open = false;
  }

  /**
   * It answers, for the first time or again.
   *
   * @param before what was listed before
   */
  void opened(Set<String> before) {
    silence = Optional.empty();
    open = true;
    absent.addAll(before);
  }

  void listed(Told<Listing> told) {
    doubt = told.doubt();
    absent.removeAll(told.content().names());
  }

  /** It has answered again for long enough. */
  void settled() {
    settling = false;
    absent.clear();
  }

  /** Whether it answers. */
  boolean open() {
    return open;
  }

  /** Whether it does not, and that is known. */
  boolean silent() {
    return silence.isPresent();
  }

  /** Whether it answers again only since a moment. */
  boolean settling() {
    return settling;
  }

  /** Why anything may be missing that is there, as the rest of a sentence. */
  Optional<String> doubt() {
    return silence.or(() -> doubt).or(this::fresh);
  }

  /** Its own servers and agents come back one after the other, with checks that fail at first. */
  private Optional<String> fresh() {
    if (!settling) {
      return Optional.empty();
    }
    return Optional.of(
        "answers again since a moment"
            + (absent.isEmpty()
                ? ""
                : " and lists %d services less than before".formatted(absent.size())));
  }
}
