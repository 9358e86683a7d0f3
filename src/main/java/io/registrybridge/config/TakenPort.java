package io.registrybridge.config;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.PortInUseException;

/** What a server's failure says of a port that it could not have. */
final class TakenPort {

  /** As gRPC's server begins. */
  private static final String UNBOUND = "Failed to bind to address ";

  private TakenPort() {}

  /** A sentence that names the property, if that is what failed. */
  static Optional<String> sentence(Throwable failure) {
    if (failure instanceof PortInUseException taken) {
      return Optional.of(
          "port %d is in use; give server.port, or management.server.port, another one"
              .formatted(taken.getPort()));
    }
    return Optional.of(failure)
        .filter(IOException.class::isInstance)
        .map(Throwable::getMessage)
        .filter(message -> message.startsWith(UNBOUND))
        .map(message -> unbound(message.substring(UNBOUND.length()), failure.getCause()));
  }

  private static String unbound(String address, @Nullable Throwable cause) {
    return "%s cannot be listened on%s; give spring.grpc.server.port another port"
        .formatted(address, cause == null ? "" : " (" + cause.getMessage() + ")");
  }
}
