package io.registrybridge.registry.curator;

import io.registrybridge.registry.Worker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.curator.framework.api.BackgroundCallback;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.zookeeper.KeeperException.Code;

/**
 * Reads the tree over one connection: everything, whenever it is asked to, and what the watch tells
 * of. It ends with the first thing that goes wrong. Confined to the worker's thread.
 */
final class Reader<E> {

  /** Who is told what came of it. */
  interface Listener {

    /** Everything was read. */
    void walked();

    /**
     * Something was read that the watch told of.
     *
     * @param caughtUp whether it was the last for now
     */
    void followed(boolean caughtUp);

    /**
     * It ended.
     *
     * @param reason the rest of a sentence about the servers
     */
    void failed(Code code, String reason);
  }

  private final Tree<E> tree;
  private final Client client;
  private final Worker worker;
  private final Listener listener;
  private final Reads reads = new Reads(this::send);

  private boolean walking;
  private boolean knows;
  private boolean ended;
  private long heard = System.nanoTime();

  Reader(Tree<E> tree, Client client, Worker worker, Listener listener) {
    this.tree = tree;
    this.client = client;
    this.worker = worker;
    this.listener = listener;
  }

  /** Whether everything was read, and has been watched since before that. */
  boolean knows() {
    return knows;
  }

  boolean walking() {
    return walking;
  }

  /** Whether it waits for an answer, and has for that long. */
  boolean waits(Duration patience) {
    return (walking || reads.waiting()) && System.nanoTime() - heard > patience.toNanos();
  }

  /** It tells nothing any more. */
  void end() {
    ended = true;
  }

  /** Reads everything as it is at this moment or later. */
  void walk() {
    walking = true;
    heard = System.nanoTime();
    try {
      client.logIn();
      client.sync(then(() -> client.watch(then(() -> reads.want(List.of(new Ask.Root()), true)))));
    } catch (IOException e) {
      fail(Code.AUTHFAILED, String.valueOf(e.getMessage()));
    } catch (Exception e) {
      fail(Code.SYSTEMERROR, "cannot be asked: " + e);
    }
  }

  private BackgroundCallback then(Worker.Task next) {
    return (curator, event) -> worker.run(() -> prepared(event, next));
  }

  private void prepared(CuratorEvent event, Worker.Task next) throws Exception {
    if (ended) {
      return;
    }
    heard = System.nanoTime();
    var code = Code.get(event.getResultCode());
    if (code == Code.OK) {
      next.run();
    } else {
      fail(code);
    }
  }

  /** The watch told of this path. */
  void touched(String path) {
    if (!walking && !reads.waiting()) {
      heard = System.nanoTime();
    }
    tree.touched(path).ifPresent(ask -> reads.want(List.of(ask), false));
  }

  private void send(Ask ask, boolean ofWalk) {
    BackgroundCallback then = (curator, event) -> worker.run(() -> answered(ask, ofWalk, event));
    try {
      if (ask instanceof Ask.Entry) {
        client.data(ask.path(), then);
      } else {
        client.children(ask.path(), then);
      }
    } catch (Exception e) {
      throw new IllegalStateException("asking for " + ask, e);
    }
  }

  private void answered(Ask ask, boolean ofWalk, CuratorEvent event) {
    if (ended) {
      return;
    }
    heard = System.nanoTime();
    var follow = apply(ask, event);
    if (!ended) {
      reads.want(follow, ofWalk);
      reads.answered(ofWalk);
      tell(ofWalk);
    }
  }

  private List<Ask> apply(Ask ask, CuratorEvent event) {
    var code = Code.get(event.getResultCode());
    if (code == Code.OK) {
      return tree.found(ask, Answer.of(event));
    }
    var root = ask instanceof Ask.Root;
    // Who saw the tree and then its root go knows that nothing is left, and nobody else does.
    if (code == Code.NONODE && (!root || knows)) {
      tree.gone(ask);
    } else if (code == Code.NOAUTH && !root) {
      tree.refused(ask, client.trouble().refusal());
    } else {
      fail(code);
    }
    return List.of();
  }

  private void tell(boolean ofWalk) {
    if (!ofWalk) {
      listener.followed(reads.caughtUp());
    } else if (!reads.walking()) {
      walking = false;
      knows = true;
      listener.walked();
    }
  }

  private void fail(Code code) {
    fail(code, client.trouble().of(code));
  }

  private void fail(Code code, String reason) {
    end();
    listener.failed(code, reason);
  }
}
