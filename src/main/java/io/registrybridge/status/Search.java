package io.registrybridge.status;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which services somebody wants to see.
 *
 * @param text part of the service's name, its partition or a host, in lower case
 * @param troubled only those that an operator should look at
 * @param limit how many at most
 */
record Search(String text, boolean troubled, int limit) {

  private static final int USUALLY = 100;
  private static final int MOST = 1000;

  static Search of(@Nullable String text, @Nullable Boolean troubled, @Nullable Integer limit) {
    return new Search(
        Optional.ofNullable(text).orElse("").strip().toLowerCase(Locale.ROOT),
        Optional.ofNullable(troubled).orElse(false),
        Math.max(0, Math.min(Optional.ofNullable(limit).orElse(USUALLY), MOST)));
  }

  boolean finds(String service, String partition, Collection<String> hosts) {
    return text.isEmpty()
        || Stream.concat(Stream.of(service, partition), hosts.stream())
            .anyMatch(name -> name.toLowerCase(Locale.ROOT).contains(text));
  }
}
