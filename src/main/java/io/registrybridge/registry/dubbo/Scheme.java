package io.registrybridge.registry.dubbo;

import java.util.List;
import java.util.Map;

/** What a provider speaks: the scheme of its URL, and what that is to Istio. */
final class Scheme {

  /** Those of one service in this order: the first that it has is its primary port. */
  private static final List<String> ORDER = List.of("dubbo", "tri", "grpc", "rest");

  private static final Map<String, String> PROTOCOLS =
      Map.ofEntries(
          Map.entry("dubbo", "tcp"),
          Map.entry("tri", "grpc"),
          Map.entry("rest", "http"),
          Map.entry("grpc", "grpc"),
          Map.entry("http", "http"),
          Map.entry("https", "https"),
          Map.entry("hessian", "http"),
          Map.entry("webservice", "http"),
          Map.entry("jsonrpc", "http"),
          Map.entry("rmi", "tcp"),
          Map.entry("thrift", "tcp"),
          Map.entry("native-thrift", "tcp"),
          Map.entry("redis", "redis"),
          Map.entry("memcached", "tcp"));

  private Scheme() {}

  /** Istio's protocol; the scheme itself where it is not known. */
  static String protocol(String scheme) {
    return PROTOCOLS.getOrDefault(scheme, scheme);
  }

  static int compare(String one, String other) {
    return rank(one) == rank(other)
        ? one.compareTo(other)
        : Integer.compare(rank(one), rank(other));
  }

  private static int rank(String scheme) {
    var index = ORDER.indexOf(scheme);
    return index < 0 ? ORDER.size() : index;
  }
}
