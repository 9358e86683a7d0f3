package io.registrybridge.sink.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.registrybridge.mesh.Keys;
import io.registrybridge.sink.cluster.Trouble;
import io.registrybridge.sink.kubernetes.Notices.Reason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kubernetes Events, written on a thread of their own as far as that may be: nothing waits for
 * them, and nothing depends on them.
 */
final class Events implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Events.class);

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /** What the API server takes, in bytes. */
  private static final int NOTE = 1_024;

  private static final int INSTANCE = 128;
  private static final int QUEUE = 100;
  private static final String MORE = "...";

  private final String sink;
  private final KubernetesClient client;
  private final String replica;
  private final ThreadPoolExecutor thread;
  private volatile String trouble = "";

  /**
   * @param client closed by somebody else
   * @param replica the name of the one that writes
   */
  Events(String sink, KubernetesClient client, String replica) {
    this.sink = sink;
    this.client = client;
    this.replica = cut(replica, INSTANCE);
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(QUEUE),
            this::thread,
            new DiscardPolicy());
    thread.allowCoreThreadTimeOut(true);
  }

  private Thread thread(Runnable task) {
    var named = new Thread(task, sink + "-events");
    named.setDaemon(true);
    return named;
  }

  /**
   * Returns at once.
   *
   * @param note by whomever; what does not fit is cut off
   */
  void write(ObjectReference regarding, Reason reason, String note, Instant now) {
    var event =
        new EventBuilder()
            .withNewMetadata()
            .withGenerateName(Keys.PRODUCT + "-")
            .withNamespace(regarding.getNamespace())
            .endMetadata()
            .withNewEventTime(MICROS.format(now))
            .withReportingController(Keys.PRODUCT)
            .withReportingInstance(replica)
            .withType("Warning")
            .withReason(reason.title())
            .withAction(reason.action())
            .withRegarding(regarding)
            .withNote(cut(note.replaceAll("\\p{Cntrl}+", " "), NOTE))
            .build();
    thread.execute(() -> create(event));
  }

  /** To as many bytes. */
  private static String cut(String text, int length) {
    var left = CharBuffer.wrap(text);
    UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .encode(left, ByteBuffer.allocate(length - MORE.length()), true);
    return left.hasRemaining() ? text.substring(0, left.position()) + MORE : text;
  }

  private void create(Event event) {
    var namespace = event.getMetadata().getNamespace();
    try {
      client.events().v1().events().inNamespace(namespace).resource(event).create();
      trouble = "";
    } catch (RuntimeException e) {
      complain(Trouble.of(e).sentence("create Events in namespace " + namespace));
    }
  }

  private void complain(String sentence) {
    if (!thread.isShutdown() && !sentence.equals(trouble)) {
      log.atWarn()
          .addKeyValue("sink", sink)
          .addKeyValue("reason", sentence)
          .log("{}: {}; nothing depends on them, and events: false turns them off", sink, sentence);
    }
    trouble = sentence;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
