package io.registrybridge.registry.consul;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.registrybridge.catalog.ServiceKey;
import java.net.URLEncoder;
import tools.jackson.core.JsonParser;

/**
 * Something that Consul can be asked.
 *
 * @param path below the server's address
 */
record Question<T>(String path, Decoder<T> decoder) {

  /** Makes sense of an answer. */
  @FunctionalInterface
  interface Decoder<T> {

    /**
     * Reads one value, whose first token is the current one, and leaves its last one as that.
     *
     * @throws Unexpected if it is no such answer
     * @throws tools.jackson.core.JacksonException if it is not JSON
     */
    T decode(JsonParser json) throws Unexpected;
  }

  /** It is JSON, and something else than was asked for. */
  static final class Unexpected extends Exception {

    private static final long serialVersionUID = 1;

    /**
     * @param what it is, as the rest of a sentence
     */
    Unexpected(String what) {
      super(what);
    }
  }

  /** Which services there are. */
  static Question<Listing> services() {
    return new Question<>("/v1/catalog/services", Listing::decode);
  }

  /** The instances of one service, with their health. */
  static Question<Found> health(ServiceKey service, Choices choices) {
    return new Question<>(
        "/v1/health/service/" + escaped(service.name()),
        json -> Found.decode(json, service, choices));
  }

  /** The checks that are in a state now. */
  static Question<Checks> checks(Health state) {
    return new Question<>("/v1/health/state/" + state.word(), Checks::decode);
  }

  static String escaped(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
