package io.registrybridge.registry.dubbo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/** The names that Dubbo gives to the nodes of providers. */
final class Dubbo {

  /** As Dubbo 3 writes it for Java; from its registry's tests. */
  static final String USUAL =
      "anyhost=true&application=orders&background=false&deprecated=false&dubbo=2.0.2&dynamic=true"
          + "&generic=false&interface=com.acme.Orders&methods=find,place&pid=4711&release=3.3.0"
          + "&service-name-mapping=true&side=provider&timestamp=1700000000000";

  private Dubbo() {}

  static String node(String url) {
    return URLEncoder.encode(url, UTF_8);
  }
}
