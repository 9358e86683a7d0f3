package io.registrybridge.bench;

import io.registrybridge.bench.ToKubernetes.Sign;
import io.registrybridge.peer.NacosPeer;
import io.registrybridge.registry.Registry;
import io.registrybridge.registry.nacos.NacosRegistries;
import io.registrybridge.registry.nacos.NacosSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.util.unit.DataSize;

/** From an instance that changes in a real Nacos server to the object in the API server. */
final class NacosChange {

  private static final int SERVICES = 1_000;
  private static final int CHANGES = 200;

  private final NacosPeer nacos;

  private NacosChange(NacosPeer nacos) {
    this.nacos = nacos;
  }

  static String figure() throws Exception {
    try (var nacos = NacosPeer.start()) {
      return new NacosChange(nacos).measured();
    }
  }

  private String measured() throws InterruptedException {
    for (var number = 0; number < SERVICES; number++) {
      register(number, "v0");
    }
    try (var bridge = new ToKubernetes(registry(), SERVICES)) {
      for (var count = 0; count < CHANGES; count++) {
        var number = count * 7 % SERVICES;
        var version = "v" + (count + 1);
        bridge.measure(
            new Sign("service-" + number + ".shop.mesh", "version=" + version + "}", true),
            () -> register(number, version));
      }
      return "%,d services: %s".formatted(SERVICES, bridge.figure());
    }
  }

  private void register(int number, String version) {
    nacos.register(
        NacosPeer.PUBLIC,
        "SERVICE-" + number,
        "10.0.%d.%d".formatted(number / 250, number % 250 + 1),
        8080,
        Map.of("metadata", "{\"version\":\"" + version + "\"}"));
  }

  private Registry registry() {
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
}
