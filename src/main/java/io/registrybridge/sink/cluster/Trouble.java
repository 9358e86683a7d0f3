package io.registrybridge.sink.cluster;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Why a request failed.
 *
 * @param code the HTTP status; 0 if there was no answer, less if it was not even asked
 * @param message the API server's own, or what broke the connection
 * @param retryAfter how long the API server asks to be left alone
 */
public record Trouble(int code, String message, Optional<Duration> retryAfter) {

  private static final int UNEXPECTED = -1;
  private static final int UNANSWERED = 0;
  private static final Set<Integer> REFUSALS = Set.of(400, 413, 422);

  public static Trouble of(RuntimeException exception) {
    return exception instanceof KubernetesClientException answer
        ? of(answer)
        : new Trouble(UNEXPECTED, "unexpected: " + exception, Optional.empty());
  }

  private static Trouble of(KubernetesClientException exception) {
    var status = Optional.ofNullable(exception.getStatus());
    return new Trouble(
        Math.max(UNANSWERED, exception.getCode()),
        status.map(Status::getMessage).orElseGet(() -> root(exception)),
        status
            .map(Status::getDetails)
            .map(StatusDetails::getRetryAfterSeconds)
            .map(Duration::ofSeconds));
  }

  /** Whether the API server did not answer at all. */
  public boolean unanswered() {
    return code == UNANSWERED;
  }

  /** Whether the object is at fault, so that trying again will not help. */
  public boolean refusal() {
    return REFUSALS.contains(code) || unfit() || (code == 403 && !unauthorized() && !ending());
  }

  /** Whether the kind is not there for the bridge: not known, or not allowed to it. */
  public boolean denied() {
    return code == 404 || (code == 403 && unauthorized());
  }

  /** Whether somebody else changed, created or deleted the object. */
  public boolean conflict() {
    return code == 409;
  }

  /** Whether the namespace is not there. */
  boolean homeless() {
    return code == 404 && message.startsWith("namespaces ");
  }

  /** A sentence for what was tried, which names a verb and a resource. */
  public String sentence(String deed) {
    return deed + ": " + reason();
  }

  /** What went wrong, and how. */
  public String reason() {
    if (unanswered()) {
      return "the API server does not answer: " + message;
    }
    if (conflict()) {
      return "changed meanwhile: " + message;
    }
    if (code == 401) {
      return "the API server does not accept the credentials (401)";
    }
    if (code == 404 && !homeless()) {
      return "the API server does not know the kind; are Istio's CRDs installed? (404)";
    }
    return code == UNEXPECTED ? message : message + " (" + code + ")";
  }

  /** A field that the schema does not have comes as 500 from an apply. */
  private boolean unfit() {
    return code == 500 && message.startsWith("failed to create typed patch object");
  }

  /** Missing rights; other 403s are an admission's. */
  private boolean unauthorized() {
    return message.contains(" cannot ") && message.contains(" resource ");
  }

  private boolean ending() {
    return message.contains("being terminated");
  }

  /** The innermost cause says most; of a refused connection the JDK's client says nothing. */
  private static String root(Throwable thrown) {
    var root = thrown;
    var connecting = false;
    for (var cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
      root = cause;
      connecting |= cause instanceof ConnectException;
    }
    var silent = connecting ? "no connection" : root.getClass().getSimpleName();
    return Optional.ofNullable(root.getMessage()).orElse(silent);
  }
}
