package io.registrybridge.registry.curator;

import io.registrybridge.registry.Bulletin;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Reading.Unavailable;
import io.registrybridge.registry.Worker;
import java.time.Duration;

/**
 * Publishes what a tree comes to: a lone change at once, many as one. Confined to the worker's
 * thread.
 */
final class Telling<E> {

  /** As soon as a change may follow the one before. */
  private static final Duration PACE = Duration.ofMillis(20);

  /** As long as a change waits for those that came with it. */
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final Tree<E> tree;
  private final View<E> view;
  private final Bulletin bulletin;
  private final Worker worker;

  private boolean silent = true;
  private boolean planned;
  private long due;
  private long told = System.nanoTime();

  Telling(Tree<E> tree, Bulletin bulletin, Worker worker) {
    this.tree = tree;
    this.view = new View<>(tree.layout());
    this.bulletin = bulletin;
    this.worker = worker;
  }

  Tree<E> tree() {
    return tree;
  }

  /** The tree is known, as it is now. */
  void now() {
    silent = false;
    planned = false;
    told = System.nanoTime();
    bulletin.publish(view.reading(tree, worker.now()));
  }

  /** Whether all could be read that was told of last. */
  boolean whole() {
    return bulletin.latest().reading() instanceof Complete;
  }

  /** What was told last is so still, as far as it is told already. */
  void still() {
    if (!silent && !planned) {
      bulletin.publish(bulletin.latest().reading().at(worker.now()));
    }
  }

  /**
   * Something changed.
   *
   * @param all whether it was all that did
   */
  void soon(boolean all) {
    var time = System.nanoTime();
    plan(all ? Math.max(time, told + PACE.toNanos()) : time + PATIENCE.toNanos());
  }

  private void plan(long time) {
    if (silent || (planned && due <= time)) {
      return;
    }
    planned = true;
    due = time;
    var unused =
        worker.runAfter(Duration.ofNanos(Math.max(0, time - System.nanoTime())), this::ifDue);
  }

  private void ifDue() {
    if (planned && !silent && System.nanoTime() >= due) {
      now();
    }
  }

  /** The tree was watched, and is not any more. */
  void brokeOff() {
    bulletin.restarted();
  }

  /** Nothing is known until {@link #now()}. */
  void silent(String reason) {
    silent = true;
    planned = false;
    bulletin.publish(new Unavailable(tree.layout().registry(), worker.now(), reason));
  }
}
