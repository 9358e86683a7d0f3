package io.registrybridge.registry.nacos;

import io.registrybridge.registry.nacos.Answer.Cause;
import io.registrybridge.registry.nacos.Answer.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps a link to one of the servers of a registry: to the same one for as long as it answers. */
final class Links implements AutoCloseable {

  /** How soon after it came a client is known to a server. */
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final List<NacosServer> servers;
  private final Duration timeout;
  private final Channels channels;
  private final Link.Listener listener;
  private final Protocol protocol = Protocol.of(ownAddress());

  private @Nullable Link link;
  private int current;

  /**
   * No link yet.
   *
   * @param channels closed with the links
   */
  Links(NacosSettings settings, Channels channels, Link.Listener listener) {
    this.servers = settings.servers();
    this.timeout = settings.timeout();
    this.channels = channels;
    this.listener = listener;
  }

  /** For Nacos' console; it routes nothing. */
  private static String ownAddress() {
    try {
      return InetAddress.getLocalHost().getHostAddress();
    } catch (UnknownHostException e) {
      return InetAddress.getLoopbackAddress().getHostAddress();
    }
  }

  /**
   * The link, or another one if it is lost.
   *
   * @throws IOException with sentences about each of the servers
   */
  Link link() throws IOException, InterruptedException {
    if (link != null && link.trouble().isEmpty()) {
      return link;
    }
    var reasons = new ArrayList<String>();
    for (var tried = 0; tried < servers.size(); tried++) {
      var index = (current + tried) % servers.size();
      try {
        link = open(servers.get(index));
        current = index;
        return link;
      } catch (IOException e) {
        reasons.add(servers.get(index) + " " + e.getMessage());
      }
    }
    throw new IOException(String.join("; ", reasons));
  }

  /** Closes the link; the next one is to another server, if there is one. */
  void leave() {
    if (link != null) {
      link.close();
      current = (current + 1) % servers.size();
    }
  }

  private Link open(NacosServer server) throws IOException, InterruptedException {
    var opened = new Link(server, channels.to(server), timeout, protocol, listener);
    var refusal = "it was not asked";
    try {
      refusal = greeting(opened);
    } finally {
      if (!refusal.isEmpty()) {
        opened.close();
      }
    }
    if (!refusal.isEmpty()) {
      throw new IOException(refusal);
    }
    opened.serve();
    return opened;
  }

  /** Why there can be no link; empty if there is one now. */
  private String greeting(Link opened) throws InterruptedException {
    if (asked(opened, Question.serverCheck()) instanceof Refusal refusal) {
      return refusal.reason();
    }
    opened.listen();
    var patience = System.nanoTime() + timeout.toNanos();
    while (asked(opened, Question.healthCheck()) instanceof Refusal refusal) {
      var tooEarly = refusal.cause() == Cause.CONNECTION && opened.trouble().isEmpty();
      if (!tooEarly || System.nanoTime() > patience) {
        return opened.trouble().orElse(refusal.reason());
      }
      opened.idle(PAUSE);
    }
    return "";
  }

  private static Answer asked(Link link, Message question) throws InterruptedException {
    return Asking.await(link.ask(question, AnswerReader::done));
  }

  @Override
  public void close() {
    if (link != null) {
      link.close();
    }
    channels.close();
  }
}
