package io.registrybridge.peer;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A real Envoy, as the sidecar of a client that an istiod serves. It listens at each port of a
 * service on 127.0.0.1; the {@code Host} header says which service is meant.
 */
public final class EnvoyPeer implements AutoCloseable {

  private final Guard guard;

  private EnvoyPeer(Guard guard) {
    this.guard = guard;
  }

  /** Ready when this returns; for the caller to close. */
  public static EnvoyPeer start(IstiodPeer istiod) {
    Peers.require("envoy");
    try {
      var folder = Peers.newFolder("envoy");
      var guard = Guard.over(folder);
      Script.run("start-envoy", folder, istiod.port(), Peers.freePort());
      return new EnvoyPeer(guard);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    guard.close();
  }
}
