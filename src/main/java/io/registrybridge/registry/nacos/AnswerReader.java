package io.registrybridge.registry.nacos;

import io.registrybridge.registry.http.Json;
import io.registrybridge.registry.nacos.Answer.Cause;
import io.registrybridge.registry.nacos.Answer.Done;
import io.registrybridge.registry.nacos.Answer.Instances;
import io.registrybridge.registry.nacos.Answer.Names;
import io.registrybridge.registry.nacos.Answer.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the JSON of one answer, of whatever kind it is. */
final class AnswerReader {

  private static final int OK = 200;
  private static final int UNREGISTERED = 301;
  private static final int NOT_ALLOWED = 403;
  private static final int LONGEST_NAME = 1024;
  private static final int LONGEST_MESSAGE = 200;

  private final JsonParser json;
  private int resultCode = -1;
  private int errorCode;
  private String message = "";
  private int count = -1;
  private final List<String> names = new ArrayList<>();
  private boolean unreadableName;
  private Optional<HostsReader> hosts = Optional.empty();

  private AnswerReader(JsonParser json) {
    this.json = json;
  }

  /** What a question of no consequence was answered: a {@link Done} or a refusal. */
  static Answer done(Message message) {
    return read(message, AnswerReader::done);
  }

  /** {@link Names} or a refusal. */
  static Answer names(Message message) {
    return read(message, AnswerReader::names);
  }

  /** {@link Instances} or a refusal. */
  static Answer instances(Message message) {
    return read(message, AnswerReader::instances);
  }

  @FunctionalInterface
  private interface Kind {
    Answer of(AnswerReader reader);
  }

  private static Answer read(Message message, Kind kind) {
    try (var json = Json.parser(message.body())) {
      var reader = new AnswerReader(json);
      return reader.read() ? reader.refusal().orElseGet(() -> kind.of(reader)) : useless();
    } catch (JacksonException e) {
      return refusal(Cause.QUESTION, "answered with JSON that breaks off or is none");
    }
  }

  private boolean read() {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    for (var name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      switch (name) {
        case "resultCode" -> resultCode = json.getValueAsInt(-1);
        case "errorCode" -> errorCode = json.getValueAsInt(0);
        case "message" -> message = json.getValueAsString("");
        case "count" -> count = json.getValueAsInt(-1);
        case "serviceNames" -> serviceNames();
        case "serviceInfo" -> hosts = HostsReader.read(json);
        default -> json.skipChildren();
      }
    }
    return true;
  }

  private void serviceNames() {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      var name = json.getValueAsString("");
      json.skipChildren();
      unreadableName |= name.isBlank() || name.length() > LONGEST_NAME;
      names.add(name);
    }
  }

  private Optional<Answer> refusal() {
    if (resultCode == OK) {
      return Optional.empty();
    }
    var cause =
        switch (errorCode) {
          case NOT_ALLOWED -> Cause.LOGIN;
          case UNREGISTERED -> Cause.CONNECTION;
          default -> Cause.QUESTION;
        };
    var code = errorCode == 0 ? resultCode : errorCode;
    return Optional.of(refusal(cause, "answered " + code + said()));
  }

  private String said() {
    var line = message.lines().findFirst().orElse("");
    return line.isEmpty() ? "" : ": " + line.substring(0, Math.min(line.length(), LONGEST_MESSAGE));
  }

  private Answer done() {
    return new Done();
  }

  private Answer names() {
    if (count < 0) {
      return useless();
    }
    return unreadableName
        ? refusal(Cause.QUESTION, "lists a service whose name cannot be read")
        : new Names(count, names);
  }

  private Answer instances() {
    return hosts.<Answer>map(HostsReader::answer).orElseGet(AnswerReader::useless);
  }

  private static Answer useless() {
    return refusal(Cause.QUESTION, "answered something else than it was asked");
  }

  private static Answer refusal(Cause cause, String reason) {
    return new Refusal(cause, reason);
  }
}
