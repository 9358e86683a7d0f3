package io.registrybridge.registry.discovery;

/** A client's server was not heard from: a sentence of the bridge's own. */
final class Unheard extends RuntimeException {

  private static final long serialVersionUID = 1;

  Unheard(String sentence) {
    super(sentence);
  }
}
