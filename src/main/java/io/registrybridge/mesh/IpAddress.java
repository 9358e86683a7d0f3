package io.registrybridge.mesh;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** IP addresses as texts. */
public final class IpAddress {

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");

  private IpAddress() {}

  /** The address if the text is one, without asking a name server; one with a zone is none. */
  public static Optional<InetAddress> parse(String text) {
    var literal = IPV4.matcher(text).matches();
    if (!literal && !(text.indexOf(':') >= 0 && IPV6.matcher(text).matches())) {
      return Optional.empty();
    }
    try {
      // Brackets make the JDK refuse whatever is no literal instead of looking the name up.
      return Optional.of(InetAddress.getByName(literal ? text : "[" + text + "]"));
    } catch (UnknownHostException noLiteral) {
      return Optional.empty();
    }
  }
}
