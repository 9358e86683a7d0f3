package io.registrybridge.registry.consul;

import static java.util.stream.Collectors.joining;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads one instance: a service's registration at a node, and the checks of both. */
final class EntryReader {

  private static final int LONGEST = 4096;
  private static final int MOST = 512;
  private static final String KUBERNETES = "k8s";

  private final JsonNode node;
  private final JsonNode service;
  private final JsonNode checks;
  private final Choices choices;
  private final List<String> flaws = new ArrayList<>();
  private final Optional<Instance> instance;

  EntryReader(JsonNode entry, Choices choices) {
    this.node = entry.path("Node");
    this.service = entry.path("Service");
    this.checks = entry.path("Checks");
    this.choices = choices;
    this.instance = read();
  }

  /** Whether it is an instance of this service, or may be one. */
  boolean isOf(String name) {
    return text(service, "Service").map(name::equals).orElse(true);
  }

  /** Whether it is a gateway or proxy of Consul's mesh, or Kubernetes' own, told to Consul. */
  boolean othersOwn() {
    return text(service, "Kind").isPresent() || fromKubernetes();
  }

  /** Told back to Kubernetes it would be there twice, or go in circles. */
  private boolean fromKubernetes() {
    var meta = service.path("Meta");
    return text(meta, "external-source").filter("kubernetes"::equals).isPresent()
        || text(meta, "managed-by").filter(by -> by.startsWith("consul-k8s")).isPresent()
        || (node().equals("k8s-sync") && tags().anyMatch(KUBERNETES::equals));
  }

  /** The name of its node. */
  String node() {
    return text(node, "Node").or(() -> text(node, "ID")).orElse("");
  }

  /** A service's id is unique at its node alone. */
  String id() {
    return node() + "/" + text(service, "ID").or(() -> text(service, "Service")).orElse("");
  }

  /** Empty if it cannot be used. */
  Optional<Instance> instance() {
    return instance;
  }

  /** What could not be used, as a sentence. */
  Optional<String> flaw() {
    return flaws.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", flaws));
  }

  private Optional<Instance> read() {
    var address = address();
    var ports = ports();
    if (address.isEmpty()) {
      flaws.add("neither the service nor its node has an address");
    }
    if (address.isEmpty() || ports.isEmpty()) {
      return Optional.empty();
    }
    var weight = weight();
    return Optional.of(
        new Instance(id(), address.get(), ports, status(weight), weight, locality(), metadata()));
  }

  private Optional<String> address() {
    return choices
        .taggedAddress()
        .flatMap(this::tagged)
        .or(() -> text(service, "Address"))
        .or(() -> text(node, "Address"))
        .map(EntryReader::bare);
  }

  private Optional<String> tagged(String tag) {
    return text(service.path("TaggedAddresses").path(tag), "Address")
        .or(() -> text(node.path("TaggedAddresses"), tag));
  }

  /** Some write an IPv6 address as URLs have it. */
  private static String bare(String address) {
    return address.startsWith("[") && address.endsWith("]")
        ? address.substring(1, address.length() - 1)
        : address;
  }

  private SortedMap<String, Integer> ports() {
    var ports = new TreeMap<String, Integer>();
    port(number()).ifPresent(port -> ports.put(role(), port));
    for (var named : service.path("Ports")) {
      if (!named.path("Default").asBoolean(false)) {
        text(named, "Name")
            .ifPresent(name -> port(named.path("Port")).ifPresent(port -> ports.put(name, port)));
      }
    }
    return ports;
  }

  /** A tagged address may have a port of its own. */
  private JsonNode number() {
    return choices
        .taggedAddress()
        .map(tag -> service.path("TaggedAddresses").path(tag).path("Port"))
        .filter(port -> port.asInt(0) > 0)
        .orElseGet(() -> service.path("Port"));
  }

  /** That a port speaks TLS is said in the metadata, by convention. */
  private String role() {
    return text(service.path("Meta"), "secure").filter("true"::equalsIgnoreCase).isPresent()
        ? Instance.SECURE
        : Instance.PRIMARY;
  }

  private Optional<Integer> port(JsonNode number) {
    var port = number.asInt(0);
    if (port >= 1 && port <= 65535) {
      return Optional.of(port);
    }
    flaws.add("it has a port that is none from 1 to 65535");
    return Optional.empty();
  }

  private Health health() {
    return checks
        .valueStream()
        .map(one -> Health.of(word(one, "CheckID"), word(one, "Status")))
        .max(Comparator.naturalOrder())
        .orElse(Health.PASSING);
  }

  private Status status(double weight) {
    var health = health();
    if (health == Health.MAINTENANCE) {
      return Status.OUT;
    }
    if (!choices.admitted().contains(health)) {
      return Status.FAILED;
    }
    return weight > 0 ? Status.UP : Status.OUT;
  }

  private double weight() {
    var weights = service.path("Weights");
    var key = health() == Health.PASSING ? "Passing" : "Warning";
    return Math.max(0, weights.path(key).asInt(1));
  }

  /** Region and zone, where Consul knows them; the region alone says nothing to Istio's zones. */
  private String locality() {
    var own = service.path("Locality");
    var locality = own.isObject() ? own : node.path("Locality");
    return Stream.of("Region", "Zone")
        .flatMap(part -> text(locality, part).stream())
        .collect(joining("/"));
  }

  /** The service's metadata; its tags together as {@code tags}; and each tag {@code key=value}. */
  private SortedMap<String, String> metadata() {
    var metadata = new TreeMap<String, String>();
    service.path("Meta").forEachEntry((key, value) -> keep(metadata::put, key, value.asString("")));
    tags()
        .map(tag -> tag.split("=", 2))
        .filter(tag -> tag.length == 2 && !tag[0].isBlank())
        .forEach(tag -> keep(metadata::putIfAbsent, tag[0].strip(), tag[1].strip()));
    var all = tags().collect(joining(","));
    if (!all.isEmpty()) {
      keep(metadata::putIfAbsent, "tags", all);
    }
    return metadata;
  }

  private void keep(BiConsumer<String, String> into, String key, String value) {
    if (key.length() + value.length() <= LONGEST) {
      into.accept(key, value);
    } else {
      flaws.add("its metadata " + key.substring(0, Math.min(key.length(), 64)) + " is too long");
    }
  }

  /** In one order: Consul's is not always the same. */
  private Stream<String> tags() {
    return service.path("Tags").valueStream().limit(MOST).map(one -> one.asString("")).sorted();
  }

  private static String word(JsonNode object, String field) {
    return object.path(field).asString("");
  }

  private static Optional<String> text(JsonNode object, String field) {
    return Optional.of(word(object, field).strip()).filter(text -> !text.isEmpty());
  }
}
