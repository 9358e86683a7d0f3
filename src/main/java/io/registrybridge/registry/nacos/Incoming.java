package io.registrybridge.registry.nacos;

import io.grpc.stub.StreamObserver;
import java.util.Optional;

/** What a server says over a link of its own accord, and that it was heard. */
final class Incoming implements StreamObserver<Message> {

  private final Link link;
  private final Link.Listener listener;

  private Optional<StreamObserver<Message>> stream = Optional.empty();

  Incoming(Link link, Link.Listener listener) {
    this.link = link;
    this.listener = listener;
  }

  /** Becomes a client of the server's over this stream. */
  synchronized void open(StreamObserver<Message> opened) {
    stream = Optional.of(opened);
    opened.onNext(Question.setup());
  }

  @Override
  public void onNext(Message message) {
    var saying = Saying.in(message);
    switch (message.type()) {
      case "NotifySubscriberRequest" -> saying.notice().ifPresent(listener::changed);
      case "ConnectResetRequest" -> link.lose("asked the bridge to connect to another server");
      default -> {}
    }
    if (message.type().endsWith("Request")) {
      say(Question.received(message.type(), saying.requestId()));
    }
  }

  private synchronized void say(Message message) {
    if (link.trouble().isEmpty()) {
      stream.ifPresent(one -> one.onNext(message));
    }
  }

  @Override
  public void onError(Throwable failure) {
    link.lose(failure);
  }

  @Override
  public void onCompleted() {
    link.lose("ended the connection");
  }
}
