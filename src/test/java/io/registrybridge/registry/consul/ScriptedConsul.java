package io.registrybridge.registry.consul;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server that answers as Consul does, blocking queries and all, until it is told to lie.
 *
 * <p>It knows nothing of health: what is registered passes.
 */
final class ScriptedConsul implements AutoCloseable {

  static final String SERVICES = "/v1/catalog/services";

  /** What is said of a path instead of the truth. */
  record Lie(int status, Map<String, String> headers, String body) {

    static Lie of(int status, String body) {
      return new Lie(status, Map.of(), body);
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> answers = new CopyOnWriteArrayList<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();

  private final Map<String, TreeMap<String, String>> services = new TreeMap<>();
  private final Map<String, Long> indexes = new HashMap<>();
  private final Map<String, Lie> lies = new HashMap<>();
  private final Set<String> once = new HashSet<>();
  private final Map<String, String> headers = new HashMap<>();
  private Predicate<String> held = request -> false;
  private long index = 10;

  ScriptedConsul() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  static String health(String service) {
    return "/v1/health/service/" + service;
  }

  static String entry(String service, String id) {
    return """
    {"Node":{"Node":"n1","Address":"10.1.0.1"},"Checks":[],
     "Service":{"Service":"%s","ID":"%s","Address":"10.0.0.1","Port":8080}}\
    """
        .formatted(service, id);
  }

  synchronized void register(String service, String... ids) {
    for (var id : ids) {
      services.computeIfAbsent(service, first -> new TreeMap<>()).put(id, entry(service, id));
    }
    moved(service);
  }

  synchronized void deregister(String service, String id) {
    services.getOrDefault(service, new TreeMap<>()).remove(id);
    services.values().removeIf(Map::isEmpty);
    moved(service);
  }

  private void moved(String service) {
    index++;
    indexes.put(SERVICES, index);
    indexes.put(health(service), index);
    notifyAll();
  }

  /** As after a restart: nothing is known any more, and counting begins anew. */
  synchronized void forget() {
    services.clear();
    indexes.clear();
    index = 1;
    notifyAll();
  }

  /**
   * From now on this is said.
   *
   * @param path to whom does not ask for consistency; or that with {@code ?consistent} behind it;
   *     or a datacenter, whatever is asked of it
   */
  synchronized void lies(String path, Lie lie) {
    lies.put(path, lie);
    index++;
    indexes.put(path, index);
    notifyAll();
  }

  /** The same, to who asks first or waits already. */
  synchronized void liesOnce(String path, Lie lie) {
    once.add(path);
    lies(path, lie);
  }

  synchronized void repents() {
    lies.keySet().forEach(path -> indexes.put(path, ++index));
    lies.clear();
    headers.clear();
    notifyAll();
  }

  /** Answers that were made are kept back from now on, if what was asked is one of these. */
  synchronized void holds(Predicate<String> requests) {
    held = requests;
  }

  /** What was kept back is sent. */
  synchronized void lets() {
    held = request -> false;
    notifyAll();
  }

  /** With every answer from now on. */
  synchronized void header(String name, String value) {
    headers.put(name, value);
  }

  /** The paths and parameters asked for so far. */
  List<String> requests() {
    return requests;
  }

  /** The statuses and paths answered with so far. */
  List<String> answers() {
    return answers;
  }

  List<String> tokens() {
    return tokens;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(exchange.getRequestURI().toString());
      tokens.addAll(exchange.getRequestHeaders().getOrDefault("X-Consul-Token", List.of()));
      answer(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange) throws IOException, InterruptedException {
    var path = exchange.getRequestURI().getPath();
    var query = String.valueOf(exchange.getRequestURI().getQuery());
    Lie said;
    synchronized (this) {
      await(path, query);
      said = said(path, query);
      var now = Map.of("X-Consul-Index", String.valueOf(indexes.getOrDefault(path, index)));
      Stream.of(now, headers, said.headers())
          .forEach(more -> more.forEach(exchange.getResponseHeaders()::set));
      while (held.test(path + "?" + query)) {
        wait();
      }
    }
    var bytes = said.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(said.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    answers.add(said.status() + " " + path);
  }

  private void await(String path, String query) throws InterruptedException {
    var beyond = number(query, "index");
    var end = System.nanoTime() + number(query, "wait") * 1_000_000;
    while (indexes.getOrDefault(path, index) <= beyond && index >= beyond) {
      var left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return;
      }
      wait(left);
    }
  }

  private static long number(String query, String name) {
    return Stream.of(query.split("&"))
        .filter(part -> part.startsWith(name + "="))
        .map(part -> part.substring(name.length() + 1).replace("ms", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }

  /** To who asks for consistency it lies only if it is told to. */
  private Lie said(String path, String query) {
    var consistent = query.contains("consistent") ? "?consistent" : "";
    var told =
        lies.keySet().stream()
            .filter(key -> key.equals(path + consistent) || query.contains("dc=" + key))
            .findFirst();
    var said = told.map(lies::get).orElseGet(() -> Lie.of(200, truth(path)));
    told.filter(once::remove).ifPresent(lies::remove);
    return said;
  }

  private String truth(String path) {
    if (path.equals(SERVICES)) {
      return services.keySet().stream()
          .map(name -> "\"" + name + "\":[]")
          .collect(Collectors.joining(",", "{", "}"));
    }
    var service = path.substring(health("").length());
    return services.getOrDefault(service, new TreeMap<>()).values().toString();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
