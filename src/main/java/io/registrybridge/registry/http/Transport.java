package io.registrybridge.registry.http;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.web.client.RestClient;

/**
 * The HTTP client in use for one registry. Another one takes its place when its certificates are
 * renewed.
 */
public final class Transport {

  private static final Logger log = LoggerFactory.getLogger(Transport.class);

  private final String registry;
  private final HttpClientSettings settings;

  private volatile RestClient http;

  /**
   * Connects to nothing yet.
   *
   * @param timeout for one answer from connecting to its last byte
   * @param sslBundle the name of one of the bundles, if there is one for this registry
   */
  public Transport(
      String registry, Duration timeout, Optional<String> sslBundle, SslBundles bundles) {
    this.registry = registry;
    this.settings =
        HttpClientSettings.defaults()
            .withTimeouts(timeout, timeout) // of a whole body, too
            .withRedirects(HttpRedirects.DONT_FOLLOW);
    this.http = client(sslBundle.map(bundles::getBundle));
    sslBundle.ifPresent(name -> bundles.addBundleUpdateHandler(name, this::renew));
  }

  /** The client to use for the next request. */
  public RestClient http() {
    return http;
  }

  private RestClient client(Optional<SslBundle> bundle) {
    var requests =
        ClientHttpRequestFactoryBuilder.jdk()
            .withHttpClientCustomizer(client -> client.version(HttpClient.Version.HTTP_1_1))
            .build(bundle.map(settings::withSslBundle).orElse(settings));
    requests.enableCompression(true);
    return RestClient.builder().requestFactory(requests).build();
  }

  /**
   * Certificate and key are seldom replaced at one instant, and half of them is no reason to stop.
   */
  private void renew(SslBundle bundle) {
    try {
      http = client(Optional.of(bundle));
      log.info("Registry {} is read with renewed certificates", registry);
    } catch (RuntimeException e) {
      log.warn(
          "Registry {} is read with the certificates from before, the renewed ones cannot be used: {}",
          registry,
          e.getMessage());
    }
  }
}
