package io.registrybridge.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A TCP line to a real server on this machine, which may fall silent or be cut. Below what is
 * spoken over it, so it serves any protocol; {@link Wire} is the one that knows HTTP.
 */
public final class Cable implements AutoCloseable {

  private enum State {
    WHOLE,
    SILENT,
    CUT
  }

  private static final int NO_LIMIT = Integer.MAX_VALUE;

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ServerSocket server;
  private volatile int target;

  private State state = State.WHOLE;
  private int limit = NO_LIMIT;

  /** A line to a port of this machine. */
  public Cable(int target) {
    this.target = target;
    try {
      server = new ServerSocket();
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    executor.execute(this::accept);
  }

  /** Where the server seems to be. */
  public int port() {
    return server.getLocalPort();
  }

  /** From now on nothing comes through, though connections stand and new ones are accepted. */
  public synchronized void fallSilent() {
    state = State.SILENT;
  }

  /** Breaks every connection, and each new one after this many bytes of what the server says. */
  public void cutAfter(int bytes) {
    synchronized (this) {
      state = State.CUT;
      limit = bytes;
    }
    sockets.forEach(Cable::drop);
  }

  /** As new: connections that were silent are broken, for what they missed is lost. */
  public void mend() {
    sockets.forEach(Cable::drop); // first, or what was sent into the silence would arrive now
    synchronized (this) {
      state = State.WHOLE;
      limit = NO_LIMIT;
      notifyAll();
    }
    sockets.forEach(Cable::drop);
  }

  /** From now on it leads to another port of this machine; every connection is broken. */
  public void plugInto(int port) {
    target = port;
    sockets.forEach(Cable::drop);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        connect(server.accept());
      } catch (IOException e) {
        // closed, or nobody listens at the target: the next one may be luckier
      }
    }
  }

  private void connect(Socket near) throws IOException {
    sockets.add(near);
    try {
      var far = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(far);
      executor.execute(() -> carry(near, far, false));
      executor.execute(() -> carry(far, near, true));
    } catch (IOException e) {
      drop(near);
      throw e;
    }
  }

  private void carry(Socket from, Socket to, boolean answer) {
    var bytes = new byte[8192];
    var carried = 0;
    try {
      for (var read = from.getInputStream().read(bytes);
          read >= 0;
          read = from.getInputStream().read(bytes)) {
        var allowed = allowed(answer ? carried : 0, read);
        to.getOutputStream().write(bytes, 0, allowed);
        carried += allowed;
        if (allowed < read) {
          break;
        }
      }
    } catch (IOException e) {
      // one end is gone, so is the other
    } finally {
      drop(from);
      drop(to);
    }
  }

  /** Waits while the line is silent. */
  private synchronized int allowed(int carried, int read) throws IOException {
    while (state == State.SILENT) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
    return Math.max(0, Math.min(read, limit - carried));
  }

  private static void drop(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sockets.forEach(Cable::drop);
    executor.shutdownNow();
  }
}
