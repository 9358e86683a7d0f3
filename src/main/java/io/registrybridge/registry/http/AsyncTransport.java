package io.registrybridge.registry.http;

import io.registrybridge.registry.Daemons;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.JdkHttpClientBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.unit.DataSize;

/**
 * How one registry is asked many questions at a time whose answers may be long in coming: by a few
 * threads, however many there are. Certificates are renewed.
 */
public final class AsyncTransport implements AutoCloseable {

  private static final int THREADS = 2;

  private final HttpClientSettings settings;
  private final DataSize maxSize;
  private final ExecutorService threads;
  private final Renewed<HttpClient> client;

  /**
   * @param connecting how long that may take
   * @param maxSize of one answer's body; a larger one is refused
   * @param sslBundle the name of one of the bundles, if there is one for this registry
   */
  public AsyncTransport(
      String registry,
      Duration connecting,
      DataSize maxSize,
      Optional<String> sslBundle,
      SslBundles bundles) {
    this.settings =
        HttpClientSettings.defaults()
            .withConnectTimeout(connecting)
            .withRedirects(HttpRedirects.DONT_FOLLOW);
    this.maxSize = maxSize;
    this.threads =
        Executors.newFixedThreadPool(THREADS, new Daemons("registry-" + registry + "-http"));
    this.client = new Renewed<>(registry, sslBundle, bundles, this::client);
  }

  private HttpClient client(Optional<SslBundle> bundle) {
    return new JdkHttpClientBuilder()
        .withExecutor(threads)
        .withCustomizer(builder -> builder.version(HttpClient.Version.HTTP_1_1))
        .build(bundle.map(settings::withSslBundle).orElse(settings));
  }

  /**
   * Asks; returns at once.
   *
   * @param patience from now to the last byte of the body
   * @return to be cancelled by who does not want to know any more, which breaks the exchange off
   */
  public CompletableFuture<HttpResponse<byte[]>> get(
      URI uri, Map<String, String> headers, Duration patience) {
    var request = HttpRequest.newBuilder(uri);
    headers.forEach(request::setHeader);
    var sent = client.current().sendAsync(request.build(), head -> new LimitedBody(maxSize));
    // The client's own time-out ends with the head, and only its own future breaks an exchange off.
    var answer = sent.copy().orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS);
    var unused = answer.whenComplete((response, failure) -> sent.cancel(true));
    return answer;
  }

  /** Who still waits for an answer should have cancelled before. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
