package io.registrybridge.mapping;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.mesh.Location;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Resolution;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What registries list and how it is to be mapped, both as bad as they may come: registries that
 * somebody with a grudge writes to, and any configuration that the bridge starts with.
 */
public final class NastyCatalogs {

  private static final List<String> REGISTRIES = List.of("shop", "core", "legacy-1");

  /** Text as somebody with a grudge would register it. */
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          ".",
          "..",
          "-",
          "_",
          "a",
          "A",
          "a.b",
          "a-b",
          "a_b",
          "a b",
          "a/b",
          "ORDERS",
          "orders",
          "Or\u212Aers",
          "orders\u200B",
          "оrders",
          "svc",
          "x.svc",
          "x.svc.cluster.local",
          "kubernetes",
          "kubernetes.default.svc.cluster.local",
          "localhost",
          "metadata.google.internal",
          "*",
          "*.com",
          "../../etc/passwd",
          "/etc/passwd",
          "{service}",
          "$1",
          "\\",
          "\"",
          "'",
          "%s",
          "\u0000",
          "\n",
          "\r\n---\n",
          "\u0085\u2028\ufeff",
          "\ud83d",
          "ä",
          "\u202e",
          "\uD835\uDCB3",
          "0",
          "0x1f",
          "1.2.3.4",
          "999",
          "a".repeat(62),
          "a".repeat(63),
          "a".repeat(64),
          "a".repeat(300),
          "-".repeat(300),
          "a" + "-".repeat(300) + "b",
          "true",
          "null",
          "~",
          "NaN",
          "istio.io/x",
          "security.istio.io/tlsMode",
          "registrybridge.io/owner",
          "app.kubernetes.io/managed-by",
          "mesh",
          "team");

  /** Seldom, because each costs some milliseconds. */
  private static final List<String> LONG_TEXTS =
      List.of(
          "\u0001".repeat(20_000),
          "é".repeat(30_000),
          "-".repeat(1 << 20),
          "a" + "-".repeat(1 << 20) + "a",
          "7".repeat(1 << 20),
          "x".repeat(1 << 20));

  private static final List<String> ADDRESSES =
      List.of(
          "10.0.0.1",
          "10.0.0.2",
          "10.0.0.300",
          "010.0.0.1",
          "0x0a.0.0.1",
          "10.1",
          "167772161",
          "10.0.0.1:80",
          "10.0.0.0/8",
          " 10.0.0.1",
          "[2001:DB8::1]",
          "2001:db8::1",
          "2001:db8:0:0::0.0.0.1",
          "1:2:3:4:5:6:7::",
          "::ffff:10.0.0.1",
          "::ffff:127.0.0.1",
          "::ffff:0a00:0001",
          "::10.0.0.1",
          "64:ff9b::a00:1",
          "::1",
          "::",
          "fe80::1",
          "fe80::1%eth0",
          "2001:db8::1%1",
          "1::2::3",
          "12345::1",
          "127.0.0.1",
          "169.254.169.254",
          "0.0.0.0",
          "255.255.255.255",
          "224.0.0.1",
          "localhost",
          "db.example.com",
          "DB.example.com",
          "db.example.com.",
          "db_1.example.com",
          "kubernetes.default.svc",
          "metadata.google.internal",
          "0x7f000001",
          "0x7f.1",
          "*.example.com",
          "unix:///var/run/docker.sock",
          "unix://@abstract",
          "http://10.0.0.1/");

  private static final List<String> KEYS =
      List.of(
          "version",
          "zone",
          "app.version",
          "protocol",
          "protocol.secure",
          "protocol.admin",
          "weight",
          "locality",
          "port",
          "port.secure",
          "port.admin",
          "host",
          "namespace",
          "mesh");

  private static final List<String> WISHES =
      List.of(
          "grpc",
          "GRPC_WEB",
          "tcp",
          "mongo",
          "dubbo",
          "",
          "80",
          "443",
          "0",
          "65536",
          "-1",
          "1e3",
          "0.5",
          "NaN",
          "Infinity",
          "1e308",
          "4.9e-324",
          "0x1p3",
          "eu/eu-1/a",
          "a/b/c/d/e",
          "team",
          "mesh",
          "kube-system",
          "v1",
          "1.10",
          "v 1",
          "x".repeat(64));

  private static final List<Double> WEIGHTS =
      List.of(
          1.0,
          1.0,
          2.0,
          0.5,
          1 / 3.0,
          0.0,
          -0.0,
          -1.0,
          1e9,
          1e308,
          4.9e-324,
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          Double.MAX_VALUE);

  private final Random random;
  private final String mark;
  private final Map<String, MappingRules> rules = new HashMap<>();
  private final List<Catalog> catalogs = new ArrayList<>();

  private NastyCatalogs(long seed) {
    random = new Random(seed);
    mark = "s" + seed;
  }

  /** 1 to 300, or the one that {@code -Dseed} names. */
  static LongStream seeds() {
    return seeds(300);
  }

  /** 1 to so many, or the one that {@code -Dseed} names. */
  public static LongStream seeds(long count) {
    return Optional.ofNullable(Long.getLong("seed"))
        .map(LongStream::of)
        .orElseGet(() -> LongStream.rangeClosed(1, count));
  }

  /**
   * Those of a seed, few services of them; no host of another seed's is among theirs. The same seed
   * gives equal ones.
   */
  public static NastyCatalogs of(long seed) {
    var some = new NastyCatalogs(seed);
    return some.with(1 + some.random.nextInt(3));
  }

  /** Those of a seed, with so many services in all. */
  static NastyCatalogs of(long seed, int services) {
    return new NastyCatalogs(seed).with(services);
  }

  private NastyCatalogs with(int services) {
    var common = rules();
    for (var registry : REGISTRIES) {
      rules.put(registry, random.nextBoolean() ? common : rules());
    }
    var listed = new TreeMap<ServiceKey, Service>();
    for (var count = 0; count < services; count++) {
      var key = new ServiceKey(pick(REGISTRIES), sometimes(3) ? text() : "", text());
      listed.put(key, Service.of(key, instances()));
    }
    REGISTRIES.forEach(
        registry ->
            catalogs.add(
                Catalog.of(
                    listed.values().stream()
                        .filter(one -> one.key().registry().equals(registry))
                        .toList(),
                    List.of())));
    return this;
  }

  Map<String, MappingRules> rulesByRegistry() {
    return rules;
  }

  /** One per registry. */
  List<Catalog> catalogs() {
    return catalogs;
  }

  /** What becomes of them where nothing stands yet. */
  Mapped mapped() {
    return new Mapper(rules).map(catalogs, Map.of());
  }

  /** What becomes of them, as it is written; also those that have lost their last endpoint. */
  public List<MeshService> services() {
    return mapped().services().values().stream()
        .map(service -> service.emptySince(Instant.ofEpochSecond(random.nextInt(), 5_000_000)))
        .toList();
  }

  private MappingRules rules() {
    var all = new RulesBuilder();
    all.namespace = pick(List.of("mesh", "mesh", "team"));
    all.namespaces = Set.of("mesh", "team");
    all.host = pattern();
    all.hosts = sometimes(3) ? Map.of("ORDERS", hand(), "a", hand(), "svc", "x.svc") : Map.of();
    all.include = sometimes(8) ? List.of("*a*", "or*", "*") : List.of("*");
    all.exclude = sometimes(8) ? List.of("*-*-*z") : List.of();
    all.excludeMetadata = List.of("mesh=x*");
    all.location = pick(List.of(Location.values()));
    all.exportTo =
        pick(List.of(List.of(), List.of("."), List.of("mesh", "team"), List.of(".", "team")));
    all.resolution = sometimes(3) ? Resolution.DNS : Resolution.STATIC;
    all.protocol = sometimes(2) ? pick(List.of(Protocol.values())) : Protocol.HTTP;
    all.ports = sometimes(2) ? all.ports : Map.of("primary", 443, "admin", 80, "a-b", 65535);
    all.instancePorts = sometimes(4);
    all.labels = labels();
    all.locality = pick(List.of("{zone}", "eu/{partition}/{zone}", "", "{none}", "ä", "{a}{zone}"));
    all.network = pick(List.of("", "net1"));
    all.serviceAccount = pick(List.of("", "default"));
    all.draining = pick(List.of(Draining.values()));
    all.overrides =
        Stream.of(Settable.values()).filter(one -> sometimes(2)).collect(Collectors.toSet());
    all.addresses =
        Addresses.of(
            sometimes(4) ? List.of("10.0.0.0/8", "2001:db8::/32") : List.of(),
            sometimes(4) ? List.of() : Addresses.DENIED_BY_DEFAULT);
    all.vips =
        pick(List.of(Optional.empty(), Optional.of("240.241.0.0/30"), Optional.of("fd00::/64")));
    all.forms =
        new Forms(sometimes(3), sometimes(3) ? Map.of("a", true, "ORDERS", false) : Map.of());
    return all.build();
  }

  /** Each with the mark of the seed at one of its constant places. */
  private String pattern() {
    return pick(List.of(
            "{service}.{registry}.%s.mesh",
            "{service}.%s.mesh",
            "{service}.{partition}.%s.mesh",
            "{service}-{registry}.%s.mesh",
            "%s-{partition}-{service}.mesh",
            "%s.{registry}.{service}",
            "{service}.{service}.{service}.{service}.{service}.%s.mesh"))
        .formatted(mark);
  }

  private String hand() {
    return pick(List.of("hand.", "other.", "kubernetes.default.svc.", "a".repeat(63) + "."))
        + mark
        + ".mesh";
  }

  private Map<String, String> labels() {
    return pick(
        List.of(
            Map.of("version", "version"),
            Map.of("version", "example.org/Version_1", "zone", "zone"),
            Map.of("app.version", "version", "host", "a.b", "weight", "w", "", "x"),
            Map.of()));
  }

  private List<Instance> instances() {
    return Stream.generate(this::instance)
        .limit(sometimes(20) ? 40 : 1 + random.nextInt(4))
        .toList();
  }

  private Instance instance() {
    return new Instance(
        sometimes(3) ? "twice" : text(),
        address(),
        ports(),
        pick(List.of(Status.UP, Status.UP, Status.UP, Status.UP, Status.OUT, Status.FAILED)),
        sometimes(3) ? pick(WEIGHTS) : 1,
        text(),
        metadata());
  }

  private String address() {
    return random.nextInt(3) > 0
        ? "10.0." + random.nextInt(3) + "." + random.nextInt(256)
        : sometimes(8) ? text() : pick(ADDRESSES);
  }

  private SortedMap<String, Integer> ports() {
    var ports = new TreeMap<String, Integer>();
    for (var role : List.of("primary", "secure", "admin", "a_b", "a.b", "b".repeat(90), text())) {
      if (sometimes(role.equals("primary") ? 1 : 3)) {
        ports.put(role, sometimes(8) ? random.nextInt(70_000) - 1000 : 8080 + random.nextInt(4));
      }
    }
    if (sometimes(60)) {
      for (var number = 1; number <= 300; number++) {
        ports.put("many-" + number, number);
      }
    }
    return ports;
  }

  private SortedMap<String, String> metadata() {
    var metadata = new TreeMap<String, String>();
    KEYS.stream()
        .filter(key -> sometimes(3))
        .forEach(key -> metadata.put(key, random.nextBoolean() ? pick(WISHES) : text()));
    metadata.put(text(), text());
    if (sometimes(3)) {
      metadata.put("host", pick(List.of("wish.", "Wish.", "*.", "a.svc.")) + mark + ".mesh");
    }
    return metadata;
  }

  private String text() {
    if (sometimes(20_000)) {
      return pick(LONG_TEXTS);
    }
    return sometimes(4) ? pick(TEXTS) + pick(TEXTS) : pick(TEXTS);
  }

  /** Once in so many times. */
  private boolean sometimes(int times) {
    return random.nextInt(times) == 0;
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
