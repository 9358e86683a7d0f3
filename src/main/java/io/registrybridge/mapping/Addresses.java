package io.registrybridge.mapping;

import io.registrybridge.mesh.IpAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses endpoints may have. A registry that anybody can write to must not be able to
 * point the mesh at a machine's own loopback or at a cloud's metadata service.
 */
public final class Addresses {

  /**
   * Loopback, link-local (where most clouds keep their metadata service), the other clouds'
   * metadata services, multicast, unspecified, and IPv4 addresses in IPv6 clothes.
   */
  public static final List<String> DENIED_BY_DEFAULT =
      List.of(
          "0.0.0.0/8",
          "127.0.0.0/8",
          "100.100.100.200/32",
          "168.63.129.16/32",
          "169.254.0.0/16",
          "224.0.0.0/4",
          "255.255.255.255/32",
          "::/96",
          "64:ff9b::/96",
          "fd00:ec2::254/128",
          "fd20:ce::254/128",
          "fe80::/10",
          "ff00::/8");

  private final List<Block> allowed;
  private final List<Block> denied;

  private Addresses(List<Block> allowed, List<Block> denied) {
    this.allowed = allowed;
    this.denied = denied;
  }

  /**
   * Rules made of blocks of addresses.
   *
   * @param allowed CIDR blocks, all addresses if empty
   * @param denied CIDR blocks, which win over the allowed ones
   * @throws IllegalArgumentException with a sentence, if one of them is no CIDR block
   */
  public static Addresses of(List<String> allowed, List<String> denied) {
    return new Addresses(
        allowed.stream().map(Block::parse).toList(), denied.stream().map(Block::parse).toList());
  }

  /** Why endpoints may not have this address, as the end of a sentence; empty if they may. */
  Optional<String> objection(InetAddress address) {
    var denier = denied.stream().filter(block -> block.contains(address)).findFirst();
    if (denier.isPresent()) {
      return Optional.of("is in the denied range " + denier.get());
    }
    if (!allowed.isEmpty() && allowed.stream().noneMatch(block -> block.contains(address))) {
      return Optional.of("is in none of the allowed ranges");
    }
    return Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Addresses that
        && that.allowed.equals(allowed)
        && that.denied.equals(denied);
  }

  @Override
  public int hashCode() {
    return List.of(allowed, denied).hashCode();
  }

  /** A CIDR block. */
  private record Block(InetAddress network, int bits) {

    static Block parse(String text) {
      var slash = text.indexOf('/');
      var network = parseAddress(text, slash < 0 ? text : text.substring(0, slash));
      var widest = network.getAddress().length * 8;
      var bits = slash < 0 ? widest : number(text, text.substring(slash + 1));
      if (bits < 0 || bits > widest) {
        throw new IllegalArgumentException("'" + text + "' is no CIDR block: /0 to /" + widest);
      }
      return new Block(network, bits);
    }

    private static InetAddress parseAddress(String block, String text) {
      return IpAddress.parse(text)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "'" + block + "' is no CIDR block such as 10.0.0.0/8"));
    }

    private static int number(String block, String text) {
      try {
        return Integer.parseInt(text);
      } catch (NumberFormatException notANumber) {
        throw new IllegalArgumentException(
            "'" + block + "' is no CIDR block such as 10.0.0.0/8", notANumber);
      }
    }

    boolean contains(InetAddress address) {
      var own = network.getAddress();
      var other = address.getAddress();
      if (own.length != other.length) {
        return false;
      }
      for (var bit = 0; bit < bits; bit++) {
        var mask = 0x80 >> (bit % 8);
        if ((own[bit / 8] & mask) != (other[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public String toString() {
      return network.getHostAddress() + "/" + bits;
    }
  }
}
