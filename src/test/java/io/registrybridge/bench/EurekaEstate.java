package io.registrybridge.bench;

import io.registrybridge.peer.EurekaPeer;
import io.registrybridge.registry.Registry;
import io.registrybridge.registry.eureka.EurekaRegistries;
import io.registrybridge.registry.eureka.EurekaSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.util.unit.DataSize;

/** A real Eureka server full of applications. */
record EurekaEstate(EurekaPeer eureka) implements Filled {

  /** Filled when it returns. */
  static EurekaEstate of(int services, int instances) {
    var estate = new EurekaEstate(EurekaPeer.start());
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
    eureka.register(
        name(service),
        name(service) + "-" + instance,
        "10.%d.%d.%d".formatted(service / 250, service % 250, instance + 1),
        8080,
        "UP",
        "version=" + version,
        "zone=eu-1a");
  }

  /** Read as it is by default; for the caller to start and to close. */
  Registry registry() {
    var settings =
        new EurekaSettings(
            List.of(eureka.url()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            EurekaSettings.By.APP,
            List.of(),
            Duration.ofSeconds(5),
            Duration.ofMinutes(10),
            Duration.ofSeconds(10),
            DataSize.ofMegabytes(256),
            true);
    return EurekaRegistries.of("shop", settings, new DefaultSslBundleRegistry(), Clock.systemUTC());
  }

  @Override
  public Map<String, Object> properties() {
    return Map.of("bridge.registry.eureka.shop.urls", eureka.url());
  }

  @Override
  public void close() {
    eureka.close();
  }
}
