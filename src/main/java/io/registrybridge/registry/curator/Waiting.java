package io.registrybridge.registry.curator;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Who waits for a read that began after they asked. Confined to the worker's thread. */
final class Waiting {

  private final List<CompletableFuture<Void>> next = new ArrayList<>();
  private final List<CompletableFuture<Void>> current = new ArrayList<>();

  void add(CompletableFuture<Void> one) {
    next.add(one);
  }

  /** Whether somebody waits for a read that did not begin. */
  boolean forNext() {
    return !next.isEmpty();
  }

  /** A read begins that serves all who wait. */
  void begin() {
    current.addAll(next);
    next.clear();
  }

  /** It came to its end. */
  void end() {
    serve(current);
  }

  /** There is nothing to wait for. */
  void endAll() {
    serve(current);
    serve(next);
  }

  private static void serve(List<CompletableFuture<Void>> waiting) {
    waiting.forEach(one -> one.complete(null));
    waiting.clear();
  }
}
