package io.registrybridge.sink;

import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Form;
import io.registrybridge.mesh.Keys;
import io.registrybridge.mesh.Location;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.Port;
import io.registrybridge.mesh.Resolution;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.mesh.Spec;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Services that Istio accepts and that codecs trip over: strings that look like numbers, truths,
 * dates or nothing, addresses of both families, names out of other scripts.
 */
public final class NastyServices {

  private static final List<String> LABELS =
      List.of(
          "1.10",
          "1",
          "0",
          "007",
          "0o17",
          "0x1F",
          "1e3",
          "1_000",
          "12.30.45",
          "2026-01-02",
          "true",
          "True",
          "false",
          "on",
          "ON",
          "off",
          "yes",
          "no",
          "y",
          "N",
          "null",
          "Null",
          "nan",
          "inf",
          "v1",
          "a",
          "1.2.3",
          "10.0.0.1",
          "9223372036854775808",
          "1.0e-5",
          "a.b_c-d",
          "0b101");

  private static final List<String> NAMES =
      List.of(
          "http", "grpc", "on", "y", "no", "null", "true", "80", "8080", "1e3", "0x50", "a-b",
          "admin");

  private static final List<String> WORDS =
      List.of(
          "ORDERS",
          "my_app",
          "",
          "a/b",
          "it's",
          "say \"hi\"",
          "tab\there",
          "line\nbreak",
          "back\\slash",
          "Größe",
          "注文",
          "\uD83D\uDE80",
          " lead",
          "trail ",
          "# no comment",
          "key: value",
          "- item",
          "[x]",
          "{y}",
          "&a",
          "*b",
          "!c",
          "|",
          ">",
          "%d",
          "@e",
          "`f`",
          "\u0085\u00a0\u2028\ufeff",
          "\u0007\u007f",
          "half \uD83D",
          "\uDE80\uffff",
          "providers:com.foo.Bar:1.0:",
          "null",
          "true");

  private static final List<String> PROTOCOLS =
      List.of("HTTP", "HTTPS", "GRPC", "HTTP2", "TCP", "TLS", "MONGO");

  private final Random random;

  private NastyServices(Random random) {
    this.random = random;
  }

  /** 1 to 300, or the one that {@code -Dseed} names. */
  static LongStream seeds() {
    return Optional.ofNullable(Long.getLong("seed"))
        .map(LongStream::of)
        .orElseGet(() -> LongStream.rangeClosed(1, 300));
  }

  /** The one of this seed; the same seed gives an equal one. */
  public static MeshService of(String namespace, long seed) {
    return new NastyServices(new Random(seed)).service(namespace, "n" + seed);
  }

  /** The first so many. */
  public static List<MeshService> some(String namespace, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(seed -> of(namespace, seed)).toList();
  }

  private MeshService service(String namespace, String name) {
    var host = pick(List.of(name, name + ".shop.mesh", name + ".1.e5.mesh"));
    var spec = spec(host);
    var service =
        MeshService.of(
            ResourceId.serviceEntry(namespace, host),
            Stream.concat(Stream.of(origin()), upTo(2, this::origin)).toList(),
            spec);
    return service
        .emptySince(
            Instant.ofEpochSecond(random.nextInt(2_000_000_000), random.nextInt(1_000_000_000)))
        .in(form());
  }

  private Form form() {
    return pick(
        List.of(
            Form.INLINE,
            Form.WORKLOADS,
            Form.BOTH,
            Form.bothSince(Instant.ofEpochSecond(random.nextInt(2_000_000_000)))));
  }

  private Origin origin() {
    return new Origin(pick(List.of("shop", "core", "on")), pick(WORDS), pick(WORDS));
  }

  private Spec spec(String host) {
    var ports = ports();
    var names = ports.stream().map(Port::name).toList();
    return new Spec(
        host,
        pick(List.of(Location.values())),
        Resolution.STATIC,
        pick(List.of(List.of(), List.of("*"), List.of("."), List.of("~"), List.of("a", "on"))),
        pick(List.of(List.of(), List.of("240.241.0.7"), List.of("240.241.0.0/28", "fd00::7"))),
        ports,
        upTo(5, () -> endpoint(names)).toList());
  }

  private List<Port> ports() {
    var names = some(NAMES, 4);
    var numbers = upTo(40, () -> 1 + random.nextInt(65535)).distinct().iterator();
    var named =
        names.stream()
            .filter(name -> numbers.hasNext())
            .map(name -> new Port(name, numbers.next(), pick(PROTOCOLS)))
            .toList();
    return named.isEmpty() ? List.of(new Port("http", 80, "HTTP")) : named;
  }

  private Endpoint endpoint(Collection<String> portNames) {
    return new Endpoint(
        address(),
        map(portNames, () -> 1 + random.nextInt(65535)),
        labels(),
        pick(List.of(1, 1, 2, 1000)),
        pick(List.of("", "eu", "eu/eu-1a", "eu/1/2", "1", "on")),
        pick(List.of("", "net1", "1.0", "no")),
        pick(List.of("", "default", "null")));
  }

  private String address() {
    return pick(
        List.of(
            "10.0.0." + random.nextInt(256),
            "192.168." + random.nextInt(256) + ".1",
            "fd00::" + (1 + random.nextInt(9999)),
            "1:2:3:4:5:6:7:" + (1 + random.nextInt(9)),
            "2001:db8::"));
  }

  private SortedMap<String, String> labels() {
    var labels = map(List.of("version", "on", "1.10", "example.org/null"), () -> pick(LABELS));
    labels.put(Keys.from("shop"), pick(LABELS));
    return labels;
  }

  private <T> SortedMap<String, T> map(Collection<String> keys, Supplier<T> value) {
    var map = new TreeMap<String, T>();
    keys.stream().filter(key -> random.nextBoolean()).forEach(key -> map.put(key, value.get()));
    return map;
  }

  private <T> Stream<T> upTo(int most, Supplier<T> one) {
    return Stream.generate(one).limit(random.nextInt(most + 1));
  }

  private List<String> some(List<String> all, int most) {
    return List.copyOf(upTo(most, () -> pick(all)).collect(Collectors.toCollection(TreeSet::new)));
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
