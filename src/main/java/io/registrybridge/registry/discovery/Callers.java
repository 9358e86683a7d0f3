package io.registrybridge.registry.discovery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The threads that ask one client: one after the other, but that one which is stuck is left behind
 * after some time-outs. A few are, and no more, because some clients never come back.
 */
final class Callers implements AutoCloseable {

  /** A thread that has given its answer may take a moment to end. */
  private static final long ENDING_MILLIS = 100;

  private static final int MOST = 3;
  private static final int TIMEOUTS = 3; // as long as a stuck one is waited for

  private final String name;
  private final Duration timeout;
  private final Deque<Thread> running = new ArrayDeque<>();

  private long started;

  /** No threads yet; those to come have this name. */
  Callers(String name, Duration timeout) {
    this.name = name;
    this.timeout = timeout;
  }

  /** Why nothing can be asked now, as a sentence; empty if something can. */
  Optional<String> objection() throws InterruptedException {
    if (!running.isEmpty()) {
      running.getLast().join(ENDING_MILLIS);
    }
    var stuck = !running.isEmpty() && running.getLast().isAlive();
    running.removeIf(thread -> !thread.isAlive());
    if (running.size() == MOST) {
      return Optional.of(
          "its client has not come back from %d earlier reads; if none ever ends, restart the bridge"
              .formatted(MOST));
    }
    var waited = System.nanoTime() - started;
    return stuck && waited < timeout.multipliedBy(TIMEOUTS).toNanos()
        ? Optional.of("its client has not come back from an earlier read")
        : Optional.empty();
  }

  /**
   * The answer, if it comes within the time-out; nobody waits for it any more after that.
   *
   * @throws ExecutionException if the question ended with an exception
   */
  <A> A ask(Callable<A> question)
      throws InterruptedException, ExecutionException, TimeoutException {
    var answer = new FutureTask<>(question);
    var thread = new Thread(answer, name);
    thread.setDaemon(true);
    started = System.nanoTime();
    running.add(thread);
    thread.start();
    try {
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      answer.cancel(true);
    }
  }

  @Override
  public void close() {
    running.forEach(Thread::interrupt);
  }
}
