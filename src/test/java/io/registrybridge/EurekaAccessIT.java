package io.registrybridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.registrybridge.peer.Authority;
import io.registrybridge.peer.SecureServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The bridge as its Eureka servers see it, and as little of that as possible as others see it. */
@ExtendWith(OutputCaptureExtension.class)
class EurekaAccessIT {

  private static final String ONE =
      """
      {"applications":{"versions__delta":"1","apps__hashcode":"UP_1_","application":[
        {"name":"ORDERS","instance":[{"instanceId":"o1","ipAddr":"10.0.0.1","status":"UP",
          "port":{"$":8080,"@enabled":"true"}}]}]}}""";

  @TempDir private Path folder;

  @Test
  void takesUpCertificatesThatAreRenewedOnDisk() throws IOException {
    var theirs = Authority.in(folder, "theirs");
    var ours = Authority.in(folder, "ours");
    var trusted = Files.copy(theirs.certificate(), folder.resolve("trusted.pem"));
    var client = ours.issue("bridge", "dns:bridge");
    var server = ours.issue("server", "ip:127.0.0.1");
    try (var eureka = SecureServer.forHolders(server, ONE);
        var bridge =
            start(
                "bridge.registry.eureka.shop.urls=" + eureka.url(),
                "bridge.registry.eureka.shop.ssl-bundle=mesh",
                "spring.ssl.bundle.watch.file.quiet-period=200ms",
                "spring.ssl.bundle.pem.mesh.reload-on-update=true",
                "spring.ssl.bundle.pem.mesh.truststore.certificate=" + trusted,
                "spring.ssl.bundle.pem.mesh.keystore.certificate=" + client.certificate(),
                "spring.ssl.bundle.pem.mesh.keystore.private-key=" + client.key())) {
      await()
          .untilAsserted(
              () ->
                  assertThat(bridge.registry("shop").path("reason").asString())
                      .contains("has a certificate of an authority that is not trusted"));

      Files.copy(ours.certificate(), trusted, StandardCopyOption.REPLACE_EXISTING);

      await().until(() -> state(bridge, "shop").equals("complete"));
      await()
          .untilAsserted(
              () ->
                  assertThat(MeshFolder.in(folder.resolve("mesh")).files())
                      .containsKey("orders.shop.mesh.yaml"));
    }
  }

  @Test
  void showsNoPasswordToAnybodyButEureka(CapturedOutput output) throws IOException {
    var told = new ConcurrentLinkedQueue<String>();
    var eureka = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    eureka.createContext(
        "/",
        exchange -> {
          told.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
          exchange.sendResponseHeaders(told.size() % 2 == 0 ? 401 : 403, -1);
          exchange.close();
        });
    eureka.start();
    var address = "127.0.0.1:" + eureka.getAddress().getPort() + "/eureka";
    var file = Files.writeString(folder.resolve("password"), "panther\n");
    var config =
        Files.writeString(
            folder.resolve("secret.properties"),
            "bridge.registry.eureka.east.urls=http://bridge:tiger@" + address);
    try (var bridge =
        start(
            "spring.config.import=file:" + config,
            "bridge.registry.eureka.west.urls=http://" + address,
            "bridge.registry.eureka.west.username=bridge",
            "bridge.registry.eureka.west.password-file=" + file,
            "management.endpoints.web.exposure.include=*",
            "logging.level.io.registrybridge=TRACE",
            "logging.level.org.springframework=DEBUG")) {
      bridge.pass();
      await()
          .untilAsserted(
              () -> {
                assertThat(told).contains(basic("bridge:tiger"), basic("bridge:panther"));
                assertThat(bridge.registry("west").path("reason").asString())
                    .contains(address, " answered ");
              });

      var seen =
          Stream.of(
                  "sync",
                  "sync/east",
                  "sync/west",
                  "plan",
                  "guard",
                  "health",
                  "info",
                  "metrics",
                  "env",
                  "configprops",
                  "beans",
                  "conditions",
                  "loggers",
                  "threaddump",
                  "mappings")
              .map(endpoint -> bridge.get("/actuator/" + endpoint).toString());
      assertThat(seen.toList()).noneMatch(EurekaAccessIT::telling);
      assertThat(output.getAll().lines()).noneMatch(EurekaAccessIT::telling);
    } finally {
      eureka.stop(0);
      var logging = LoggingSystem.get(getClass().getClassLoader());
      Stream.of("io.registrybridge", "org.springframework")
          .forEach(name -> logging.setLogLevel(name, null));
    }
  }

  private static boolean telling(String text) {
    return Stream.of("tiger", "panther", basic("bridge:tiger"), basic("bridge:panther"))
        .anyMatch(text::contains);
  }

  private static String basic(String credentials) {
    return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
  }

  private static String state(RunningBridge bridge, String registry) {
    bridge.pass();
    return bridge.registry(registry).path("state").asString();
  }

  private RunningBridge start(String... properties) {
    var sink = "bridge.sink.file.review.directory=" + folder.resolve("mesh");
    return RunningBridge.start(
        Stream.concat(Stream.of(sink), Stream.of(properties)).toArray(String[]::new));
  }
}
