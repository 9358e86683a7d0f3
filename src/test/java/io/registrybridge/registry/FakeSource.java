package io.registrybridge.registry;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Reading.Unavailable;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A source that says what it is told to, and counts how often it was asked. */
final class FakeSource implements Source {

  static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicInteger reads = new AtomicInteger();
  private volatile Supplier<Reading> answer = () -> new Unavailable("shop", AT, "no answer set");
  private volatile boolean closed;

  void says(Catalog catalog) {
    answer = () -> new Complete("shop", AT, catalog);
  }

  void fails(String reason) {
    answer = () -> new Unavailable("shop", AT, reason);
  }

  void answers(Supplier<Reading> how) {
    answer = how;
  }

  int reads() {
    return reads.get();
  }

  boolean closed() {
    return closed;
  }

  @Override
  public Reading read() {
    reads.incrementAndGet();
    return answer.get();
  }

  @Override
  public void close() {
    closed = true;
  }
}
