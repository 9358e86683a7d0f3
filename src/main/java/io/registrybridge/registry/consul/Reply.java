package io.registrybridge.registry.consul;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.registrybridge.registry.consul.Answer.Refusal;
import io.registrybridge.registry.consul.Answer.Told;
import io.registrybridge.registry.consul.Question.Unexpected;
import io.registrybridge.registry.http.Json;
import java.net.http.HttpResponse;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/**
 * What came back from Consul: first who says it, then what.
 *
 * @param token that was shown
 */
record Reply(HttpResponse<byte[]> response, Optional<String> token) {

  private static final int LONGEST_WORDS = 200;

  <T> Answer<T> answer(Question<T> question) {
    var objection = objection();
    if (objection.isPresent()) {
      return new Refusal<>(objection.get());
    }
    try (var json = Json.parser(response.body())) {
      json.nextToken();
      var content = question.decoder().decode(json);
      return json.nextToken() == null
          ? new Told<>(content, index(), doubt())
          : new Refusal<>("answered with more than one JSON document");
    } catch (UnexpectedEndOfInputException e) {
      return new Refusal<>("answered with JSON that breaks off");
    } catch (JacksonException e) {
      return new Refusal<>("answered with something that is not JSON: " + firstLine(e));
    } catch (Unexpected e) {
      return new Refusal<>("answered with JSON that " + e.getMessage());
    }
  }

  private static String firstLine(JacksonException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("");
  }

  private Optional<String> objection() {
    var status = response.statusCode();
    if (status == 403) {
      return Optional.of("answered 403: " + words() + "; " + stranger());
    }
    if (status >= 300 && status < 400) {
      return Optional.of("answered " + status + ": redirects are not followed");
    }
    if (status != 200) {
      return Optional.of("answered " + status + ": " + words());
    }
    if (header("X-Consul-KnownLeader").filter("false"::equals).isPresent()) {
      return Optional.of("answered without knowing of a leader");
    }
    return index() < 1
        ? Optional.of("answered without X-Consul-Index, so it is not Consul's answer")
        : Optional.empty();
  }

  private String stranger() {
    return token.isPresent()
        ? "put a token into token-file that exists and may read services and nodes"
        : "it wants a token; set token-file";
  }

  /** Consul says in a few words what is wrong; nobody else's are repeated at length. */
  private String words() {
    var body = response.body();
    var text = new String(body, 0, Math.min(body.length, LONGEST_WORDS), UTF_8);
    return token.filter(text::contains).isPresent()
        ? "something with the token in it"
        : text.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  /** At least 1 where there is one: with an index of 0 nobody would wait. */
  private long index() {
    try {
      return header("X-Consul-Index").map(text -> Math.max(1, Long.parseLong(text))).orElse(0L);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private Optional<String> doubt() {
    if (header("X-Consul-Results-Filtered-By-ACLs").filter("true"::equals).isPresent()) {
      return Optional.of(
          "leaves out what the token may not see; let it read all services and nodes");
    }
    // Who shows no token is not told that something was left out.
    var deny = header("X-Consul-Default-ACL-Policy").filter("deny"::equals).isPresent();
    return token.isEmpty() && deny
        ? Optional.of("shows not everything to one who has no token; set token-file")
        : Optional.empty();
  }

  private Optional<String> header(String name) {
    return response.headers().firstValue(name);
  }
}
