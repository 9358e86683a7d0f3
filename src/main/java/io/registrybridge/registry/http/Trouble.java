package io.registrybridge.registry.http;

import io.registrybridge.registry.http.LimitedStream.TooLong;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Says in words what the exceptions of an HTTP exchange mean. */
public final class Trouble {

  /** By the exception that gives it away, the telling ones before those that come with them. */
  private final Map<Class<? extends Throwable>, String> words = new LinkedHashMap<>();

  private final Duration timeout;

  public Trouble(Duration timeout) {
    this.timeout = timeout;
    var time = timeout.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    words.put(UnresolvedAddressException.class, "has a host name that cannot be resolved");
    words.put(UnknownHostException.class, "has a host name that cannot be resolved");
    words.put(HttpConnectTimeoutException.class, "could not be connected to within " + time);
    words.put(HttpTimeoutException.class, "did not complete its answer within " + time);
    words.put(ConnectException.class, "refused the connection");
  }

  /**
   * As the rest of a sentence that begins with the server.
   *
   * @param took how long the exchange went on until it failed
   * @param secure whether it was over TLS
   */
  public String of(Exception failure, Duration took, boolean secure) {
    return words.keySet().stream()
        .filter(type -> cause(failure, type).isPresent())
        .findFirst()
        .or(() -> late(took))
        .map(words::get)
        .orElseGet(() -> itself(failure, secure));
  }

  /**
   * The body of an answer that takes too long is closed, and that is all its reader gets to know.
   */
  private Optional<Class<? extends Throwable>> late(Duration took) {
    return took.compareTo(timeout) < 0 ? Optional.empty() : Optional.of(HttpTimeoutException.class);
  }

  private static String itself(Exception failure, boolean secure) {
    return cause(failure, TooLong.class)
        .map(Throwable::getMessage)
        .or(() -> TlsTrouble.of(failure))
        .orElseGet(() -> brokenOff(failure) + (secure ? TlsTrouble.hint(failure) : ""));
  }

  private static String brokenOff(Exception failure) {
    var root = causes(failure).reduce((first, second) -> second).orElse(failure);
    return "broke off: " + Optional.ofNullable(root.getMessage()).orElseGet(root::toString);
  }

  private static Optional<Throwable> cause(Throwable failure, Class<? extends Throwable> type) {
    return causes(failure).filter(type::isInstance).findFirst();
  }

  static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
  }
}
