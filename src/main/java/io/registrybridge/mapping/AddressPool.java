package io.registrybridge.mapping;

import io.registrybridge.mesh.IpAddress;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** A block of addresses of which hosts get one each. The first and the last one are nobody's. */
public final class AddressPool {

  /** Where a host's own place is taken, so many others are tried before it takes the next free. */
  private static final int TRIES = 16;

  private final BigInteger first;
  private final BigInteger mask;
  private final int length;

  /**
   * @param address any address of the block
   * @param bits how many of its leading bits are the block's
   */
  private AddressPool(InetAddress address, int bits) {
    length = address.getAddress().length;
    mask = BigInteger.ONE.shiftLeft(length * 8 - bits).subtract(BigInteger.ONE);
    first = number(address).andNot(mask);
  }

  /**
   * The pool that a configuration spells.
   *
   * @param cidr such as {@code 240.241.0.0/16}
   * @throws IllegalArgumentException with a sentence, if it is none
   */
  public static AddressPool parse(String cidr) {
    var slash = cidr.indexOf('/');
    var address = IpAddress.parse(slash < 0 ? cidr : cidr.substring(0, slash));
    var bits = slash < 0 ? Optional.<Integer>empty() : number(cidr.substring(slash + 1));
    if (address.isEmpty() || bits.isEmpty()) {
      throw new IllegalArgumentException("'" + cidr + "' is no CIDR block such as 240.241.0.0/16");
    }
    var widest = address.get().getAddress().length * 8 - 2;
    if (bits.get() > widest) {
      throw new IllegalArgumentException(
          "'" + cidr + "' has no room for addresses: /" + widest + " at most");
    }
    return new AddressPool(address.get(), bits.get());
  }

  private static Optional<Integer> number(String text) {
    return text.matches("[0-9]{1,3}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }

  private static BigInteger number(InetAddress address) {
    return new BigInteger(1, address.getAddress());
  }

  private String text(BigInteger number) {
    var digits = number.toByteArray();
    var bytes = new byte[length];
    var used = Math.min(digits.length, length);
    System.arraycopy(digits, digits.length - used, bytes, length - used, used);
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(number + " has " + length + " bytes", impossible);
    }
  }

  /** How many addresses it has to give. */
  BigInteger size() {
    return mask.subtract(BigInteger.ONE);
  }

  boolean contains(String text) {
    return IpAddress.parse(text)
        .filter(address -> address.getAddress().length == length)
        .map(address -> number(address).andNot(mask).equals(first))
        .orElse(false);
  }

  /**
   * The address that a host is to have: always the same one, unless others have it.
   *
   * @param taken which addresses others have
   * @param count no fewer than those of this pool are
   */
  Optional<String> address(String host, Predicate<String> taken, int count) {
    for (var attempt = 0; attempt < TRIES; attempt++) {
      var address = at(hash(host + "#" + attempt));
      if (!taken.test(address)) {
        return Optional.of(address);
      }
    }
    return next(hash(host + "#0"), taken, count);
  }

  /** As many places after one that is taken as there are taken ones cannot all be taken. */
  private Optional<String> next(BigInteger place, Predicate<String> taken, int count) {
    var most = size().min(BigInteger.valueOf(count)).intValue();
    for (var step = 1; step <= most; step++) {
      var address = at(place.add(BigInteger.valueOf(step)));
      if (!taken.test(address)) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }

  private String at(BigInteger place) {
    var offset = place.mod(size()).add(BigInteger.ONE);
    return text(first.add(offset));
  }

  private static BigInteger hash(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return new BigInteger(1, digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressPool that
        && that.length == length
        && that.first.equals(first)
        && that.mask.equals(mask);
  }

  @Override
  public int hashCode() {
    return Objects.hash(length, first, mask);
  }

  @Override
  public String toString() {
    return text(first) + "/" + (length * 8 - mask.bitLength());
  }
}
