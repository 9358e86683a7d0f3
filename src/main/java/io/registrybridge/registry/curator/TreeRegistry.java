package io.registrybridge.registry.curator;

import io.registrybridge.registry.Bulletin;
import io.registrybridge.registry.Observation;
import io.registrybridge.registry.Registry;
import io.registrybridge.registry.Worker;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.springframework.boot.ssl.SslBundles;

/** A registry that stands in the tree of ZooKeeper. */
public final class TreeRegistry implements Registry {

  private final String kind;
  private final String name;
  private final Worker worker;
  private final Client client;
  private final Watch<?> watch;
  private final Bulletin bulletin;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  private TreeRegistry(
      Layout<?> layout, Bulletin bulletin, Worker worker, Client client, Watch<?> watch) {
    this.kind = layout.kind();
    this.name = layout.registry();
    this.bulletin = bulletin;
    this.worker = worker;
    this.client = client;
    this.watch = watch;
  }

  /**
   * A registry that is not started yet.
   *
   * @param bundles among them the one that the settings name, if they name one
   */
  public static <E> TreeRegistry of(
      Layout<E> layout, EnsembleSettings ensemble, SslBundles bundles, Clock clock) {
    var settings = ensemble.tree(layout.root());
    var bulletin = new Bulletin(layout.kind(), layout.registry(), clock.instant());
    var worker = new Worker(layout.registry(), clock);
    var client =
        new Client(settings, new Secured(layout.registry(), settings.sslBundle(), bundles));
    var telling = new Telling<>(new Tree<>(layout, settings.maxNodes()), bulletin, worker);
    return new TreeRegistry(
        layout, bulletin, worker, client, new Watch<>(settings, client, worker, telling));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public void start(Runnable hint) {
    bulletin.hint(hint);
    worker.run(watch::open);
  }

  @Override
  public Observation latest() {
    return bulletin.latest();
  }

  @Override
  public void refresh() {
    var read = new CompletableFuture<Void>();
    worker.run(() -> watch.read(read));
    try {
      CompletableFuture.anyOf(read, closed).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("refreshing registry " + name, e);
    }
  }

  /** Returns when nothing is read any more. */
  @Override
  public void close() {
    bulletin.close();
    worker.close();
    closed.complete(null); // or whoever waits for a read would wait for ever
    client.close();
  }
}
