package io.registrybridge.registry.eureka;

import io.registrybridge.book.Pool;
import io.registrybridge.registry.eureka.Answer.Refusal;
import io.registrybridge.registry.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/**
 * Reads one {@code applications} document as a stream, tolerating what Eureka's several writers
 * make of it: one object where a list has one element, numbers in quotes, fields unknown or
 * missing.
 */
final class ListingReader {

  private static final int LONGEST_NAME = 1024;

  private final JsonParser json;
  private final View before;
  private final TreeMap<String, List<Registration>> applications = new TreeMap<>();

  private long version = -1;
  private String hash = "";
  private boolean recognised;

  private ListingReader(JsonParser json, View before) {
    this.json = json;
    this.before = before;
  }

  /**
   * Reads up to the end of the stream.
   *
   * @param before of which the answer shares what is still so, lest there be two of each
   * @throws IOException of the stream's own
   */
  static Answer read(InputStream body, View before) throws IOException {
    try (var json = Json.parser(body)) {
      return new ListingReader(json, before).answer();
    } catch (JacksonIOException e) {
      throw e.getCause();
    } catch (UnexpectedEndOfInputException e) {
      return new Refusal("answered with JSON that breaks off");
    } catch (JacksonException e) {
      return new Refusal("answered with something that is not JSON: " + firstLine(e));
    }
  }

  private static String firstLine(JacksonException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("");
  }

  private Answer answer() {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return new Refusal("answered with something that is not a JSON object");
    }
    for (var name = json.nextName(); name != null; name = json.nextName()) {
      var token = json.nextToken();
      if (name.equals("applications") && token == JsonToken.START_OBJECT) {
        applications();
      } else {
        json.skipChildren();
      }
    }
    // Also reads what may follow, so that the connection can be used again.
    if (json.nextToken() != null) {
      return new Refusal("answered with more than one JSON document");
    }
    return recognised
        ? new Listing(version, hash, applications)
        : new Refusal("answered with JSON that lists no applications, so it is not Eureka's");
  }

  private void applications() {
    for (var name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      switch (name) {
        case "versions__delta" -> version = json.getValueAsLong(-1);
        case "apps__hashcode" -> hash = json.getValueAsString("");
        case "application" -> each(this::application);
        default -> json.skipChildren();
      }
      recognised |= name.equals("apps__hashcode") || name.equals("application");
    }
  }

  private void application() {
    var name = "";
    var registrations = new ArrayList<Registration>();
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      registrations.add(Registration.unreadable("an application is not a JSON object"));
    } else {
      name = application(registrations);
      var known = before.registrations(name);
      registrations.replaceAll(one -> one.equals(known.get(one.id())) ? known.get(one.id()) : one);
    }
    applications.computeIfAbsent(name, first -> new ArrayList<>()).addAll(registrations);
  }

  private String application(List<Registration> registrations) {
    var name = "";
    var pool = new Pool();
    for (var field = json.nextName(); field != null; field = json.nextName()) {
      json.nextToken();
      switch (field) {
        case "name" -> name = name(json.getValueAsString(""));
        case "instance" -> each(() -> registrations.add(registration(pool)));
        default -> json.skipChildren();
      }
    }
    if (name.length() <= LONGEST_NAME) {
      return name;
    }
    registrations.replaceAll(one -> one.refused("the name of its application is too long"));
    return name.substring(0, LONGEST_NAME);
  }

  /** Eureka takes a blank one for a name. */
  private static String name(String name) {
    return name.isBlank() ? name : name.strip();
  }

  private Registration registration(Pool pool) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return Registration.unreadable("an instance is not a JSON object");
    }
    return RegistrationReader.read(Fields.of(json, pool), pool);
  }

  /** Runs for every element of a list, or once for what should have been one; ends on its end. */
  private void each(Runnable element) {
    if (json.currentToken() == JsonToken.START_ARRAY) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        element.run();
      }
    } else if (!nothing()) {
      element.run();
    }
  }

  /** Older writers have an empty text for an empty list. */
  private boolean nothing() {
    return json.currentToken() == JsonToken.VALUE_NULL
        || (json.currentToken() == JsonToken.VALUE_STRING && json.getString().isBlank());
  }
}
