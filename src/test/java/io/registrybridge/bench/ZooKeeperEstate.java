package io.registrybridge.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.registrybridge.peer.ZooKeeperPeer;
import io.registrybridge.registry.Registry;
import io.registrybridge.registry.curator.EnsembleSettings;
import io.registrybridge.registry.zookeeper.ZookeeperRegistries;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.util.unit.DataSize;

/** Many services in a real ZooKeeper server, laid out as Spring Cloud does. */
final class ZooKeeperEstate implements Filled {

  private static final int AT_ONCE = 500;

  private final ZooKeeperPeer zookeeper = ZooKeeperPeer.start();

  static ZooKeeperEstate of(int services, int instances) throws Exception {
    var estate = new ZooKeeperEstate();
    estate.fill(services, instances);
    return estate;
  }

  private void fill(int services, int instances) throws Exception {
    var room = new Semaphore(AT_ONCE);
    zookeeper.put("/services", new byte[0]);
    for (var service = 0; service < services; service++) {
      create(room, "/services/" + name(service), new byte[0]);
      for (var instance = 0; instance < instances; instance++) {
        create(room, path(service, instance), node(service, instance, "v0"));
      }
    }
    room.acquire(AT_ONCE);
  }

  private void create(Semaphore room, String path, byte[] data) throws Exception {
    room.acquire();
    zookeeper.client().create().inBackground((client, event) -> room.release()).forPath(path, data);
  }

  /** Changes the version that an instance tells of itself. */
  void version(int service, int instance, String version) {
    zookeeper.put(path(service, instance), node(service, instance, version));
  }

  /** The same without waiting for it. */
  void versionLater(int service, int instance, String version) throws Exception {
    var data = node(service, instance, version);
    zookeeper.client().setData().inBackground().forPath(path(service, instance), data);
  }

  /** Where an instance is. */
  static String address(int service, int instance) {
    return "10.%d.%d.%d".formatted(service / 250, service % 250, instance + 1);
  }

  static String name(int service) {
    return "service-" + service;
  }

  private static String path(int service, int instance) {
    return "/services/" + name(service) + "/instance-" + instance;
  }

  private static byte[] node(int service, int instance, String version) {
    return """
        {"name":"service-%1$d","id":"instance-%2$d","address":"%3$s","port":8080,"sslPort":null,
        "payload":{"@class":"org.springframework.cloud.zookeeper.discovery.ZookeeperInstance","id":"application-1",
        "name":"service-%1$d","metadata":{"instance_status":"UP","version":"%4$s","zone":"eu-1a"}},
        "registrationTimeUTC":1700000000000,"serviceType":"DYNAMIC"}"""
        .formatted(service, instance, address(service, instance), version)
        .getBytes(UTF_8);
  }

  /** Named as the bench's settings have it; not started. */
  Registry registry() {
    var settings =
        new EnsembleSettings(
            List.of(zookeeper.connect()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofMinutes(10),
            Duration.ofSeconds(4),
            DataSize.ofMegabytes(16),
            200_000,
            true);
    return ZookeeperRegistries.of(
        "shop", settings, new DefaultSslBundleRegistry(), Clock.systemUTC());
  }

  @Override
  public Map<String, Object> properties() {
    return Map.of("bridge.registry.zookeeper.shop.connect", zookeeper.connect());
  }

  @Override
  public void close() {
    zookeeper.close();
  }
}
