package io.registrybridge.mapping;

/** What becomes of an instance that somebody took out of service. */
public enum Draining {
  /** It is no endpoint. */
  OMIT,
  /** It stays an endpoint, labelled so that Istio sends it nothing new. */
  LABEL
}
