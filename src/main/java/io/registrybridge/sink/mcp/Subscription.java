package io.registrybridge.sink.mcp;

import envoy.service.discovery.v3.DiscoveryRequest;
import envoy.service.discovery.v3.DiscoveryResponse;
import java.time.Instant;
import java.util.Optional;

/** What one istiod was told of one type, and what it has taken. Guarded by its stream's lock. */
final class Subscription {

  private final String url;
  private final ResourceType type;
  private Content told = Content.NOTHING;
  private String sent = ""; // of what was told, if anything was
  private String acknowledged = "";
  private Optional<String> outstanding = Optional.empty();
  private Optional<Instant> sentSince = Optional.empty();
  private Optional<Instant> unsentSince = Optional.empty();

  Subscription(String url, ResourceType type) {
    this.url = url;
    this.type = type;
  }

  /** There may be something new. */
  void offered(Content content, Instant now) {
    unsentSince =
        content.version().equals(sent) ? Optional.empty() : unsentSince.or(() -> Optional.of(now));
  }

  /**
   * Whether this is to be sent now. Nothing is while an answer is awaited: an istiod that is slow
   * gets the latest when it is ready for it, and none of those that came between.
   */
  boolean due(Content content) {
    return outstanding.isEmpty() && !content.version().equals(sent);
  }

  /** Whether this was sent, and answered. */
  boolean settled(Content content) {
    return outstanding.isEmpty() && content.version().equals(sent);
  }

  /** What was sent last, as far as anything may select it. */
  Content told() {
    return told;
  }

  /** Of what was sent nothing else is selected any more. */
  void selected(Content content) {
    told = content;
  }

  DiscoveryResponse send(Content content, String nonce) {
    told = content;
    sent = content.version();
    outstanding = Optional.of(nonce);
    sentSince = unsentSince;
    unsentSince = Optional.empty();
    return DiscoveryResponse.newBuilder()
        .setVersionInfo(sent)
        .addAllResources(content.resources())
        .setTypeUrl(url)
        .setNonce(nonce)
        .build();
  }

  /** Whether this answers what was sent last; anything else is of the past, or istiod's first. */
  boolean answers(DiscoveryRequest request) {
    return outstanding.filter(request.getResponseNonce()::equals).isPresent();
  }

  /** It was taken. */
  void acknowledged() {
    acknowledged = sent;
    answered();
  }

  /** It was refused; the next one may be better. */
  void answered() {
    outstanding = Optional.empty();
    sentSince = Optional.empty();
  }

  ResourceType type() {
    return type;
  }

  String version() {
    return acknowledged;
  }

  /** Since when there has been something that was not taken. */
  Optional<Instant> behindSince() {
    return sentSince.or(() -> unsentSince);
  }
}
