package io.registrybridge.registry.eureka;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import io.registrybridge.book.Pairs;
import io.registrybridge.book.Pool;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads one registration out of its fields. */
final class RegistrationReader {

  private static final String UP = "UP";
  private static final String OUT_OF_SERVICE = "OUT_OF_SERVICE";

  private final Fields fields;
  private final Pool pool;
  private final SortedMap<String, Integer> ports = new TreeMap<>();
  private final List<String> flaws = new ArrayList<>();

  private boolean brokenPort;

  private RegistrationReader(Fields fields, Pool pool) {
    this.fields = fields;
    this.pool = pool;
  }

  /**
   * @param pool of what is said often
   */
  static Registration read(Fields fields, Pool pool) {
    return new RegistrationReader(fields, pool).registration();
  }

  private Registration registration() {
    fields.leftOut().forEach(path -> flaws.add(path + " is too long or one too many"));
    port("port", Instance.PRIMARY, true);
    port("securePort", Instance.SECURE, false);
    var deleted = fields.text("actionType").filter("DELETED"::equals).isPresent();
    var instance = instance();
    return new Registration(
        id(), deleted, eurekaStatus(), pool.same(belonging()), instance, String.join("; ", flaws));
  }

  private Optional<Instance> instance() {
    var address = fields.text("ipAddr").or(() -> fields.text("hostName")).orElse("");
    if (address.isEmpty()) {
      flaws.add("it has neither ipAddr nor hostName");
    }
    if (address.isEmpty() || (brokenPort && ports.isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        new Instance(
            id(), address, pool.same(Pairs.copyOf(ports)), status(), 1, locality(), metadata()));
  }

  private String id() {
    return fields
        .text("instanceId")
        .orElseGet(
            () ->
                Stream.of(host().stream(), fields.text("app").stream(), numbers())
                    .flatMap(part -> part)
                    .collect(joining(":")));
  }

  private Optional<String> host() {
    return fields.text("hostName").or(() -> fields.text("ipAddr"));
  }

  private Stream<String> numbers() {
    return ports.values().stream().limit(1).map(String::valueOf);
  }

  /** Eureka writes {@code {"$": 8080, "@enabled": "true"}}, other writers a bare number. */
  private void port(String field, String role, boolean enabledByDefault) {
    var number = fields.text(field + ".$").or(() -> fields.text(field));
    var enabled =
        fields.text(field + ".@enabled").map(Boolean::parseBoolean).orElse(enabledByDefault);
    if (enabled && number.isPresent()) {
      port(field, role, number.get());
    }
  }

  private void port(String field, String role, String number) {
    try {
      var port = Integer.parseInt(number);
      if (port >= 1 && port <= 65535) {
        ports.put(role, port);
        return;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    brokenPort = true;
    flaws.add(field + " is not a number from 1 to 65535");
  }

  private String eurekaStatus() {
    return fields.text("status").orElse("UNKNOWN");
  }

  private Status status() {
    var status = eurekaStatus();
    if (status.equals(UP)) {
      return Status.UP;
    }
    // An instance that is down after somebody took it out says DOWN, and the override why.
    return Stream.of(status, override()).anyMatch(OUT_OF_SERVICE::equals)
        ? Status.OUT
        : Status.FAILED;
  }

  private String override() {
    return fields.text("overriddenStatus").or(() -> fields.text("overriddenstatus")).orElse("");
  }

  /** What is missing may be among that which was too long to be kept. */
  private Belonging belonging() {
    var certain = fields.leftOut().isEmpty() ? Optional.of("") : Optional.<String>empty();
    var vips = fields.text("vipAddress").or(() -> fields.text("secureVipAddress"));
    return new Belonging(
        zone().or(() -> certain), vips.or(() -> certain).map(RegistrationReader::names));
  }

  /** Eureka takes them in any case, and keeps them in upper case itself. */
  private static SortedSet<String> names(String list) {
    return Stream.of(list.toLowerCase(Locale.ROOT).split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(toCollection(TreeSet::new));
  }

  private String locality() {
    return zone().orElse("");
  }

  private Optional<String> zone() {
    return fields
        .text("dataCenterInfo.metadata.availability-zone")
        .or(() -> fields.text("metadata.zone"));
  }

  private Pairs<String, String> metadata() {
    var metadata = fields.under("metadata");
    metadata.remove("@class"); // names a Java type of Eureka's, for an empty map
    return pool.same(Pairs.copyOf(metadata));
  }
}
