package io.registrybridge.sink.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.UUID;

/**
 * This bridge among those of its deployment.
 *
 * @param name of no other one, not even of the one that ran here before: that may be still writing
 */
public record Replica(String owner, String name) {

  /** A new one. */
  public static Replica of(String owner) {
    return new Replica(owner, host() + "_" + UUID.randomUUID().toString().substring(0, 8));
  }

  private static String host() {
    return Optional.ofNullable(System.getenv("HOSTNAME"))
        .filter(name -> !name.isBlank())
        .orElseGet(Replica::looked)
        .replaceAll("[^A-Za-z0-9.-]", "-");
  }

  private static String looked() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unnamed) {
      return "bridge";
    }
  }
}
