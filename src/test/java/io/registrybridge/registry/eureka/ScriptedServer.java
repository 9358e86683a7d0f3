package io.registrybridge.registry.eureka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.registrybridge.peer.Peers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server that answers byte for byte what a test makes it say, however wrong. */
final class ScriptedServer implements AutoCloseable {

  private final ServerSocket socket;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile Script script = (path, out) -> respond(out, 404, "text/plain", "");

  /** What is written in answer to a request; the connection is closed after it. */
  interface Script {
    void answer(String path, OutputStream out) throws IOException;
  }

  ScriptedServer() {
    this(Peers.freePort());
  }

  /** At a port where another one was before. */
  ScriptedServer(int port) {
    try {
      socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/eureka";
  }

  void plays(Script newScript) {
    script = newScript;
  }

  /** Answers every request alike. */
  void says(int status, String type, String body) {
    plays((path, out) -> respond(out, status, type, body));
  }

  /** As Eureka does: everything at one path, the delta at the other. */
  void lists(String everything, String delta) {
    plays(
        (path, out) ->
            respond(out, 200, "application/json", path.endsWith("/delta") ? delta : everything));
  }

  /** The heads of the requests so far. */
  List<String> requests() {
    return requests;
  }

  /** The paths asked for since the last call. */
  List<String> takePaths() {
    var paths = requests.stream().map(head -> head.split(" ", 3)[1]).toList();
    requests.clear();
    return paths;
  }

  static void respond(OutputStream out, int status, String type, String body) throws IOException {
    var bytes = body.getBytes(UTF_8);
    head(out, status, "Content-Type: " + type, "Content-Length: " + bytes.length);
    out.write(bytes);
  }

  static void head(OutputStream out, int status, String... headers) throws IOException {
    var head =
        "HTTP/1.1 " + status + " X\r\n" + String.join("\r\n", headers) + "\r\nConnection: close";
    out.write((head + "\r\n\r\n").getBytes(ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        var connection = socket.accept();
        if (socket.isClosed()) {
          connection.close(); // accepted while it was being closed
          return;
        }
        daemon(() -> serve(connection));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
      var head = new StringBuilder();
      for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        head.append(line).append('\n');
      }
      requests.add(head.toString());
      script.answer(head.toString().split(" ", 3)[1], connection.getOutputStream());
    } catch (IOException e) {
      // the client went away, as it should from some of the scripts
    }
  }

  private static void daemon(Runnable task) {
    var thread = new Thread(task, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }
}
