package io.registrybridge.registry.consul;

import io.registrybridge.registry.Bulletin;
import io.registrybridge.registry.Observation;
import io.registrybridge.registry.Registry;
import io.registrybridge.registry.Spread;
import io.registrybridge.registry.Worker;
import io.registrybridge.registry.http.AsyncTransport;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Consul that is watched. */
final class ConsulRegistry implements Registry {

  private static final Logger log = LoggerFactory.getLogger(ConsulRegistry.class);

  private static final Duration TROUBLED = Duration.ofMinutes(10);

  private final String name;
  private final Duration fullRead;
  private final Duration patience;
  private final AsyncTransport transport;
  private final Bulletin bulletin;
  private final Worker worker;
  private final Publication publication;
  private final List<PlaceWatch> watches;

  ConsulRegistry(String name, ConsulSettings settings, AsyncTransport transport, Clock clock) {
    this.name = name;
    this.fullRead = settings.fullRead();
    this.patience = settings.timeout().multipliedBy(2);
    this.transport = transport;
    this.bulletin = new Bulletin(ConsulRegistries.KIND, name, clock.instant());
    this.worker = new Worker(name, clock);
    var rosters = new LinkedHashMap<Place, Roster>();
    settings.places(name).forEach(place -> rosters.put(place, new Roster()));
    this.publication = new Publication(new Survey(name, rosters), bulletin, worker);
    this.watches = watches(settings, rosters);
    worker.run(() -> worker.onBug(this::mistaken));
  }

  /** Nothing is certain any more, because what runs here has a bug. */
  private void mistaken(Throwable bug) {
    watches.forEach(watch -> watch.lost("could not be read by the bridge: " + bug));
  }

  private List<PlaceWatch> watches(ConsulSettings settings, Map<Place, Roster> rosters) {
    var share = settings.connections() / rosters.size();
    return rosters.entrySet().stream()
        .map(
            one -> {
              var place = one.getKey();
              var client = new ConsulClient(place, settings, transport);
              var outlook =
                  new Outlook(
                      place, settings.choices(), client, worker, share, settings.readsPerSecond());
              return new PlaceWatch(outlook, one.getValue(), publication);
            })
        .toList();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String kind() {
    return ConsulRegistries.KIND;
  }

  @Override
  public void start(Runnable hint) {
    bulletin.hint(hint);
    worker.run(() -> watches.forEach(PlaceWatch::connect));
    every(fullRead, PlaceWatch::reread);
    if (fullRead.compareTo(TROUBLED) > 0) {
      every(TROUBLED, PlaceWatch::rereadTroubled);
    }
  }

  private void every(Duration interval, Consumer<PlaceWatch> deed) {
    var unused =
        worker.runAfter(
            Spread.of(interval, ThreadLocalRandom.current()),
            () -> {
              every(interval, deed);
              watches.forEach(deed);
            });
  }

  @Override
  public Observation latest() {
    return bulletin.latest();
  }

  @Override
  public void refresh() {
    await(
        done -> {
          var all = watches.stream().map(PlaceWatch::refresh).toArray(CompletableFuture<?>[]::new);
          var unused =
              CompletableFuture.allOf(all)
                  .thenRun(publication::publish)
                  .whenComplete((nothing, failure) -> done.complete(null));
        },
        patience);
  }

  /** Has the worker do something and waits until it is done. */
  private void await(Consumer<CompletableFuture<Void>> deed, Duration patience) {
    var done = new CompletableFuture<Void>();
    worker.run(() -> deed.accept(done));
    if (worker.closed()) {
      return; // and so is everything else
    }
    try {
      done.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      log.debug("Registry {} does not come to an end in time", name, e);
    }
  }

  /** Returns when nothing is asked any more. */
  @Override
  public void close() {
    bulletin.close();
    await(
        done -> {
          watches.forEach(PlaceWatch::close);
          done.complete(null);
        },
        patience);
    worker.close();
    transport.close();
  }
}
