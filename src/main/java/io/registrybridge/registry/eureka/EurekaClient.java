package io.registrybridge.registry.eureka;

import io.registrybridge.registry.eureka.Answer.Refusal;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.util.unit.DataSize;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** Asks Eureka servers, and makes an answer of whatever comes back. */
final class EurekaClient {

  private static final Pattern JSON = Pattern.compile("json", Pattern.CASE_INSENSITIVE);
  private static final String EVERYTHING = "/apps";
  private static final String DELTA = "/apps/delta";

  private final RestClient http;
  private final DataSize maxSize;
  private final Trouble trouble;

  EurekaClient(EurekaSettings settings) {
    this.http = RestClient.builder().requestFactory(requests(settings)).build();
    this.maxSize = settings.maxSize();
    this.trouble = new Trouble(settings.timeout());
  }

  private static JdkClientHttpRequestFactory requests(EurekaSettings settings) {
    var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.timeout())
            .build();
    var requests = new JdkClientHttpRequestFactory(client);
    requests.setReadTimeout(settings.timeout()); // closes a body that takes longer, too
    requests.enableCompression(true);
    return requests;
  }

  Answer everything(EurekaServer server) {
    return ask(server, EVERYTHING);
  }

  /** What changed in the last three minutes or so. */
  Answer delta(EurekaServer server) {
    return ask(server, DELTA);
  }

  private Answer ask(EurekaServer server, String path) {
    var asked = System.nanoTime();
    try {
      return http.get()
          .uri(server.uri(path))
          .headers(headers -> introduce(server, headers))
          .exchangeForRequiredValue((request, response) -> answer(response));
    } catch (RestClientException e) {
      return new Refusal(trouble.of(e, Duration.ofNanos(System.nanoTime() - asked)));
    }
  }

  private static void introduce(EurekaServer server, HttpHeaders headers) {
    headers.set(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE);
    server.credentials().ifPresent(headers::setBasicAuth);
  }

  private Answer answer(ClientHttpResponse response) throws IOException {
    // Closed here, because the response reads a body to its end when it is closed itself.
    try (var body = new LimitedStream(response.getBody(), maxSize)) {
      var objection = objection(response);
      return objection.isPresent() ? objection.get() : ListingReader.read(body);
    }
  }

  private static Optional<Refusal> objection(ClientHttpResponse response) throws IOException {
    var status = response.getStatusCode();
    if (status.isSameCodeAs(HttpStatus.FORBIDDEN)) {
      return refusal("answered 403: it is not ready to say what is registered");
    }
    if (status.isSameCodeAs(HttpStatus.UNAUTHORIZED)) {
      return refusal("answered 401: it wants another user and password");
    }
    if (status.is3xxRedirection()) {
      return refusal("answered " + status.value() + ": redirects are not followed");
    }
    if (!status.isSameCodeAs(HttpStatus.OK)) {
      return refusal("answered " + status.value());
    }
    return type(response).filter(type -> !JSON.matcher(type).find()).flatMap(EurekaClient::notJson);
  }

  private static Optional<String> type(ClientHttpResponse response) {
    return Optional.ofNullable(response.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE));
  }

  private static Optional<Refusal> notJson(String type) {
    var shown = type.substring(0, Math.min(type.length(), 64));
    return refusal(
        "answered in " + shown + " and not in JSON; Eureka's path may be missing in the URL");
  }

  private static Optional<Refusal> refusal(String reason) {
    return Optional.of(new Refusal(reason));
  }
}
