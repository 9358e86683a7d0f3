package io.registrybridge.registry.eureka;

import java.net.http.HttpClient;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.web.client.RestClient;

/** The HTTP client in use. Another one takes its place when its certificates are renewed. */
final class Transport {

  private static final Logger log = LoggerFactory.getLogger(Transport.class);

  private final String registry;
  private final HttpClientSettings settings;

  private volatile RestClient http;

  /**
   * @param bundles hold the one that the settings name, if they name one
   */
  Transport(String registry, EurekaSettings settings, SslBundles bundles) {
    this.registry = registry;
    this.settings =
        HttpClientSettings.defaults()
            .withTimeouts(settings.timeout(), settings.timeout()) // of a whole body, too
            .withRedirects(HttpRedirects.DONT_FOLLOW);
    this.http = client(settings.sslBundle().map(bundles::getBundle));
    settings.sslBundle().ifPresent(name -> bundles.addBundleUpdateHandler(name, this::renew));
  }

  RestClient http() {
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
