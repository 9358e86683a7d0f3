package io.registrybridge.mapping;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The protocols that Istio tells apart; reference: Istio's {@code pkg/config/protocol}. */
public enum Protocol {
  HTTP,
  HTTP2,
  HTTPS,
  GRPC,
  GRPC_WEB,
  TCP,
  TLS,
  MONGO,
  REDIS,
  MYSQL;

  /** By any spelling of its name: case does not matter, and {@code _} is as good as {@code -}. */
  public static Optional<Protocol> of(String text) {
    var name = text.trim().toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(values()).filter(one -> one.name().equals(name)).findFirst();
  }

  /** As in a ServiceEntry's {@code ports[].protocol}. */
  String spelled() {
    return name().replace('_', '-');
  }

  /** As the name of a port or the beginning of one. */
  String portName() {
    return spelled().toLowerCase(Locale.ROOT);
  }

  /** Whether Istio tells services of one port apart by the request, and not by address alone. */
  boolean hasHosts() {
    return switch (this) {
      case HTTP, HTTP2, HTTPS, GRPC, GRPC_WEB, TLS -> true;
      case TCP, MONGO, REDIS, MYSQL -> false;
    };
  }
}
