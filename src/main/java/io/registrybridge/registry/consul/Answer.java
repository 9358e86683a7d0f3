package io.registrybridge.registry.consul;

import java.util.Optional;

/** What came of asking Consul. */
sealed interface Answer<T> {

  /**
   * There is an answer.
   *
   * @param index what to wait beyond for the next one, at least 1
   * @param doubt why something may be missing in it, as the rest of a sentence that begins with the
   *     server
   */
  record Told<T>(T content, long index, Optional<String> doubt) implements Answer<T> {}

  /**
   * There is none, or none that could be Consul's.
   *
   * @param reason what is wrong, as the rest of a sentence that begins with the server
   */
  record Refusal<T>(String reason) implements Answer<T> {}
}
