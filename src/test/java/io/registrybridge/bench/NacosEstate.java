package io.registrybridge.bench;

import io.registrybridge.peer.NacosPeer;
import io.registrybridge.registry.Registry;
import io.registrybridge.registry.nacos.NacosRegistries;
import io.registrybridge.registry.nacos.NacosSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.util.unit.DataSize;

/** A real Nacos server full of services. */
record NacosEstate(NacosPeer nacos) implements Filled {

  /** Filled when it returns. */
  static NacosEstate of(int services, int instances) {
    var estate = new NacosEstate(NacosPeer.start());
    IntStream.range(0, services * instances)
        .parallel()
        .forEach(number -> estate.version(number / instances, number % instances, "v0"));
    return estate;
  }

  static String name(int service) {
    return "service-" + service;
  }

  /** Registers an instance, or changes the version that it tells of itself. */
  void version(int service, int instance, String version) {
    nacos.register(
        NacosPeer.PUBLIC,
        name(service),
        "10.%d.%d.%d".formatted(service / 250, service % 250, instance + 1),
        8080,
        Map.of("metadata", "{\"version\":\"" + version + "\"}"));
  }

  /** Read as it is by default; for the caller to start and to close. */
  Registry registry() {
    var settings =
        new NacosSettings(
            List.of(nacos.server()),
            Optional.empty(),
            List.of("public"),
            List.of("DEFAULT_GROUP"),
            Optional.of(nacos.username()),
            Optional.of(nacos.passwordFile()),
            Optional.empty(),
            Duration.ofSeconds(2),
            Duration.ofMinutes(10),
            Duration.ofSeconds(10),
            DataSize.ofMegabytes(16),
            true);
    return NacosRegistries.of("shop", settings, new DefaultSslBundleRegistry(), Clock.systemUTC());
  }

  @Override
  public Map<String, Object> properties() {
    var shop = "bridge.registry.nacos.shop.";
    return Map.of(
        shop + "server",
        nacos.server(),
        shop + "username",
        nacos.username(),
        shop + "password-file",
        nacos.passwordFile());
  }

  @Override
  public void close() {
    nacos.close();
  }
}
