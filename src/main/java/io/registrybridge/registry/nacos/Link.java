package io.registrybridge.registry.nacos;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.registrybridge.registry.http.Trouble;
import io.registrybridge.registry.nacos.Answer.Cause;
import io.registrybridge.registry.nacos.Answer.Refusal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One connection to one server: what is asked over it, and a stream by which the server notifies.
 * Once it is lost it stays so, and all that was notified of over it is to be asked for again.
 */
final class Link implements AutoCloseable {

  /**
   * One that is lost sooner is not replaced at once, or a server that refuses all would be hunted.
   */
  private static final Duration SETTLED = Duration.ofSeconds(1);

  private final NacosServer server;
  private final ManagedChannel channel;
  private final Trouble trouble;
  private final Duration timeout;
  private final Listener listener;
  private final Protocol protocol;
  private final CountDownLatch end = new CountDownLatch(1);
  private final long opened = System.nanoTime();

  private volatile Optional<String> lost = Optional.empty();
  private volatile boolean serving;

  /** Who is notified, on a thread that must not be held up. */
  interface Listener {

    /** The instances of one service may have changed, of each namespace. */
    void changed(Notice notice);

    /** There will be no more notices. */
    void lost();
  }

  /**
   * A link over a channel, which is the link's to close.
   *
   * @param timeout for one answer
   */
  Link(
      NacosServer server,
      ManagedChannel channel,
      Duration timeout,
      Protocol protocol,
      Listener listener) {
    this.server = server;
    this.channel = channel;
    this.timeout = timeout;
    this.trouble = new Trouble(timeout);
    this.protocol = protocol;
    this.listener = listener;
  }

  NacosServer server() {
    return server;
  }

  /** Why it is lost, as the rest of a sentence that begins with the server; empty if it is not. */
  Optional<String> trouble() {
    return lost;
  }

  /** Becomes a client of the server's, which it can notify; it is not one at once. */
  void listen() {
    var incoming = new Incoming(this, listener);
    incoming.open(
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(protocol.stream(), CallOptions.DEFAULT), incoming));
  }

  /** It is of use from now on, and its loss is news. */
  void serve() {
    serving = true;
  }

  /** Returns after this time, or when it is lost. */
  void idle(Duration time) throws InterruptedException {
    var unused = end.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Asks; what becomes of it is known within the time-out. */
  CompletableFuture<Answer> ask(Message question, Function<Message, Answer> reader) {
    var asked = System.nanoTime();
    var answer = new CompletableFuture<Answer>();
    var deadline = CallOptions.DEFAULT.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
    ClientCalls.asyncUnaryCall(
        channel.newCall(protocol.request(), deadline),
        question,
        new StreamObserver<>() {
          @Override
          public void onNext(Message message) {
            answer.complete(reader.apply(message));
          }

          @Override
          public void onError(Throwable failure) {
            answer.complete(failed(failure, asked));
          }

          @Override
          public void onCompleted() {
            answer.complete(new Refusal(Cause.CONNECTION, "did not answer"));
          }
        });
    return answer;
  }

  /** Too large an answer says nothing of the connection; whatever else fails does. */
  private Refusal failed(Throwable failure, long asked) {
    var took = Duration.ofNanos(System.nanoTime() - asked);
    var status = Status.fromThrowable(failure);
    if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
      return new Refusal(Cause.SIZE, "answered with more than max-size allows");
    }
    var reason = trouble().orElseGet(() -> reason(status, failure, took));
    lose(reason);
    return new Refusal(Cause.CONNECTION, reason);
  }

  private String reason(Status status, Throwable failure, Duration took) {
    return status.getCode() == Status.Code.DEADLINE_EXCEEDED
        ? trouble.of(new Exception(failure), timeout, server.secure())
        : trouble.of(new Exception(failure), took, server.secure());
  }

  void lose(Throwable failure) {
    lose(reason(Status.fromThrowable(failure), failure, Duration.ZERO));
  }

  /** It is of no more use, for this reason, and that is news. */
  void lose(String reason) {
    if (end(reason) && serving && System.nanoTime() - opened > SETTLED.toNanos()) {
      listener.lost();
    }
  }

  /** Ends it; nobody is told. */
  @Override
  public void close() {
    end("was left");
  }

  private boolean end(String reason) {
    var first = endedFirst(reason);
    channel.shutdownNow();
    end.countDown();
    return first;
  }

  private synchronized boolean endedFirst(String reason) {
    if (lost.isPresent()) {
      return false;
    }
    lost = Optional.of(reason);
    return true;
  }
}
