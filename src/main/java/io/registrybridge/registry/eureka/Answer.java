package io.registrybridge.registry.eureka;

/** What came of asking a Eureka server. */
sealed interface Answer permits Listing, Answer.Refusal {

  /**
   * There is no answer, or none that could be Eureka's.
   *
   * @param reason what is wrong, as the rest of a sentence that begins with the server
   */
  record Refusal(String reason) implements Answer {}
}
