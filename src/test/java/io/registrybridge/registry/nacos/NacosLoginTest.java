package io.registrybridge.registry.nacos;

import static io.registrybridge.registry.nacos.ScriptedNacos.host;
import static io.registrybridge.registry.nacos.ScriptedNacos.hosts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.registrybridge.registry.Reading;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Reading.Unavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers, of which one does not let anybody log in. */
@Timeout(600)
class NacosLoginTest {

  private final ScriptedNacos nacos = new ScriptedNacos();
  private final AtomicInteger logins = new AtomicInteger();

  @TempDir private Path folder;

  private volatile int refusal = 500;
  private HttpServer broken;
  private HttpServer granting;

  @BeforeEach
  void start() throws IOException {
    nacos.has("orders", hosts(host("10.0.0.1")));
    broken = web(() -> refusal, "no");
    granting = web(() -> 200, "{\"accessToken\":\"token\",\"tokenTtl\":100}");
  }

  private HttpServer web(IntSupplier status, String body) throws IOException {
    var web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/",
        exchange -> {
          logins.incrementAndGet();
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(status.getAsInt(), 0);
          try (var out = exchange.getResponseBody()) {
            out.write(body.getBytes(UTF_8));
          }
        });
    web.start();
    return web;
  }

  @AfterEach
  void stop() {
    broken.stop(0);
    granting.stop(0);
    nacos.close();
  }

  @Test
  void aServerThatGivesNoTokenIsLeftForAnother() throws IOException {
    assertThat(read()).isInstanceOf(Complete.class);
  }

  @Test
  void aRejectedPasswordIsNotTriedElsewhere() throws IOException {
    refusal = 403;

    assertThat(read()).isInstanceOf(Unavailable.class);
    assertThat(logins).hasValue(1);
  }

  /** Both servers are one, but for where one logs in. */
  private Reading read() throws IOException {
    var password = Files.writeString(folder.resolve("password"), "tiger");
    var settings =
        Given.settings(
            "server=" + address(broken) + "," + address(granting),
            "grpc-port=" + nacos.port(),
            "username=bridge",
            "password-file=" + password);
    try (var registry = NacosRegistries.of("cn", settings, Given.NO_BUNDLES, Clock.systemUTC())) {
      registry.refresh();
      return registry.latest().reading();
    }
  }

  private static String address(HttpServer web) {
    return "127.0.0.1:" + web.getAddress().getPort();
  }
}
