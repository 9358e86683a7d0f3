package io.registrybridge;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A steady stream of requests to hosts of the mesh through a sidecar: 50 a second to each. */
final class Traffic implements AutoCloseable {

  private static final Duration PACE = Duration.ofMillis(20);
  private static final int TIMEOUT = 30_000;

  private final ScheduledExecutorService threads;
  private final int port;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile String lastFailure = "";

  /** What came of it so far. */
  record Count(int requests, int failures) {

    Count since(Count before) {
      return new Count(requests - before.requests, failures - before.failures);
    }
  }

  /**
   * @param port of the sidecar
   */
  Traffic(int port, List<String> hosts) {
    this.port = port;
    this.threads = Executors.newScheduledThreadPool(hosts.size());
    for (var host : hosts) {
      var unused =
          threads.scheduleAtFixedRate(
              () -> request(host), 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void request(String host) {
    try {
      var status = ask(port, host);
      if (!status.contains(" 200 ")) {
        failed(host, status);
      }
    } catch (IOException e) {
      failed(host, String.valueOf(e));
    } finally {
      requests.incrementAndGet();
    }
  }

  private void failed(String host, String what) {
    lastFailure = host + ": " + what;
    failures.incrementAndGet();
  }

  /** The first line of the answer; by hand, since Java's clients do not let one choose the host. */
  static String ask(int port, String host) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT);
      var request =
          "GET / HTTP/1.1\r\nHost: %s:%d\r\nConnection: close\r\n\r\n".formatted(host, port);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return String.valueOf(answer.readLine());
    }
  }

  Count count() {
    return new Count(requests.get(), failures.get());
  }

  String lastFailure() {
    return lastFailure;
  }

  /** Returns after so many more requests. */
  void goesOn(int more) {
    var goal = requests.get() + more;
    await().until(() -> requests.get() >= goal);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
