package io.registrybridge.registry.http;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.web.client.RestClient;

/** How one registry is asked one question after the other, with certificates that are renewed. */
public final class Transport {

  private final HttpClientSettings settings;
  private final Renewed<RestClient> client;

  /**
   * Connects to nothing yet.
   *
   * @param timeout for one answer from connecting to its last byte
   * @param sslBundle the name of one of the bundles, if there is one for this registry
   */
  public Transport(
      String registry, Duration timeout, Optional<String> sslBundle, SslBundles bundles) {
    this.settings =
        HttpClientSettings.defaults()
            .withTimeouts(timeout, timeout) // of a whole body, too
            .withRedirects(HttpRedirects.DONT_FOLLOW);
    this.client = new Renewed<>(registry, sslBundle, bundles, this::client);
  }

  /** The client to use for the next request. */
  public RestClient http() {
    return client.current();
  }

  private RestClient client(Optional<SslBundle> bundle) {
    var requests =
        ClientHttpRequestFactoryBuilder.jdk()
            .withHttpClientCustomizer(client -> client.version(HttpClient.Version.HTTP_1_1))
            .build(bundle.map(settings::withSslBundle).orElse(settings));
    requests.enableCompression(true);
    return RestClient.builder().requestFactory(requests).build();
  }
}
