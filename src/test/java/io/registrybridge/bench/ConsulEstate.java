package io.registrybridge.bench;

import io.registrybridge.peer.ConsulPeer;
import io.registrybridge.registry.Registry;
import io.registrybridge.registry.consul.ConsulRegistries;
import io.registrybridge.registry.consul.ConsulSettings;
import io.registrybridge.registry.consul.ConsulSettings.Admitted;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.util.unit.DataSize;

/** A real Consul full of services, each with a few instances and a check for each. */
record ConsulEstate(ConsulPeer consul, int services, int instances) implements Filled {

  private static final int NODES = 200;
  private static final int SIDE_BY_SIDE = 8;

  /** Two operations for each, and Consul takes 64 in one transaction. */
  private static final int AT_ONCE = 32;

  /** Filled when it returns. */
  static ConsulEstate of(int services, int instances) throws InterruptedException {
    var consul =
        ConsulPeer.startWith(
            "telemetry { prometheus_retention_time = \"1h\" disable_hostname = true }");
    var estate = new ConsulEstate(consul, services, instances);
    estate.fill();
    return estate;
  }

  private void fill() throws InterruptedException {
    IntStream.range(0, NODES)
        .mapToObj(ConsulEstate::node)
        .forEach(node -> consul.enter(Map.of("Node", node, "Address", "10.255.0.1")));
    var pool = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    try {
      var tasks =
          IntStream.iterate(0, from -> from < services * instances, from -> from + AT_ONCE)
              .<Callable<Object>>mapToObj(from -> () -> fill(from))
              .toList();
      for (var entered : pool.invokeAll(tasks)) {
        entered.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      pool.shutdownNow();
    }
  }

  private int fill(int from) {
    consul.enterAll(
        IntStream.range(from, Math.min(from + AT_ONCE, services * instances))
            .boxed()
            .flatMap(number -> operations(number / instances, number % instances))
            .toList());
    return from;
  }

  private Stream<Map<String, Object>> operations(int service, int instance) {
    var node = node(service, instance);
    var body = Map.of("Verb", "set", "Node", node, "Service", service(service, instance, 1));
    var check = Map.of("Verb", "set", "Check", check(service, instance, "passing"));
    return Stream.of(Map.of("Service", body), Map.of("Check", check));
  }

  static String name(int service) {
    return "svc-%05d".formatted(service);
  }

  /**
   * Where an instance is.
   *
   * @param life each one has another address
   */
  static String address(int service, int instance, int life) {
    return "10.%d.%d.%d".formatted(service / 250 + 50 * (life - 1), service % 250, instance + 1);
  }

  private static String id(int service, int instance) {
    return name(service) + "-" + instance;
  }

  private String node(int service, int instance) {
    return node((service * instances + instance) % NODES);
  }

  private static String node(int number) {
    return "node-%03d".formatted(number);
  }

  /** Puts an instance there, or another one in its place. */
  void enter(int service, int instance, int life) {
    consul.enter(
        Map.of(
            "Node",
            node(service, instance),
            "SkipNodeUpdate",
            true,
            "Service",
            service(service, instance, life)));
  }

  private static Map<String, Object> service(int service, int instance, int life) {
    return Map.of(
        "ID", id(service, instance),
        "Service", name(service),
        "Address", address(service, instance, life),
        "Port", 8080,
        "Tags", List.of("version=v1"),
        "Meta", Map.of("protocol", "http"));
  }

  /** What an instance's check says from now on. */
  void status(int service, int instance, String status) {
    consul.enter(
        Map.of(
            "Node",
            node(service, instance),
            "SkipNodeUpdate",
            true,
            "Check",
            check(service, instance, status)));
  }

  private Map<String, Object> check(int service, int instance, String status) {
    var id = id(service, instance);
    return Map.of(
        "Node", node(service, instance), "CheckID", id, "ServiceID", id, "Status", status);
  }

  void remove(int service, int instance) {
    consul.remove(Map.of("Node", node(service, instance), "ServiceID", id(service, instance)));
  }

  /** Read as it is by default; for the caller to start and to close. */
  Registry registry() {
    var settings =
        new ConsulSettings(
            consul.url(),
            List.of("dc1"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            100,
            Set.of(Admitted.PASSING, Admitted.WARNING),
            Optional.empty(),
            Duration.ofMinutes(1),
            200,
            Duration.ofMinutes(10),
            Duration.ofSeconds(10),
            DataSize.ofMegabytes(64),
            true);
    return ConsulRegistries.of("shop", settings, new DefaultSslBundleRegistry(), Clock.systemUTC());
  }

  @Override
  public Map<String, Object> properties() {
    var shop = "bridge.registry.consul.shop.";
    return Map.of(shop + "url", consul.url(), shop + "datacenters", "dc1");
  }

  /** How many requests it answered since its start, save for those that fill it. */
  long requests() {
    return consul
        .metrics()
        .lines()
        .filter(line -> line.startsWith("consul_api_http_count{"))
        .filter(line -> line.contains("method=\"GET\"") && !line.contains("agent"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @Override
  public void close() {
    consul.close();
  }
}
