package io.registrybridge.registry.consul;

import io.registrybridge.registry.Bulletin;
import io.registrybridge.registry.Observation;
import io.registrybridge.registry.Registry;
import io.registrybridge.registry.Spread;
import io.registrybridge.registry.http.AsyncTransport;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Consul that is watched. */
final class ConsulRegistry implements Registry, PlaceWatch.Listener {

  private static final Logger log = LoggerFactory.getLogger(ConsulRegistry.class);

  /** However much changes at once, it is told a few times in a second and not one by one. */
  private static final Duration REST = Duration.ofMillis(25);

  /** What is not read in full yet is told as that only if it takes so long. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final String name;
  private final Duration fullRead;
  private final Duration patience;
  private final Clock clock;
  private final AsyncTransport transport;
  private final Bulletin bulletin;
  private final Desk desk;
  private final Survey survey;
  private final List<PlaceWatch> watches;

  // The desk's.
  private Optional<Future<?>> publication = Optional.empty();
  private long publicationDue;
  private long published = System.nanoTime() - REST.toNanos();

  ConsulRegistry(String name, ConsulSettings settings, AsyncTransport transport, Clock clock) {
    this.name = name;
    this.fullRead = settings.fullRead();
    this.patience = settings.timeout().multipliedBy(2);
    this.clock = clock;
    this.transport = transport;
    this.bulletin = new Bulletin(ConsulRegistries.KIND, name, clock.instant());
    this.desk = new Desk(name);
    var rosters = new LinkedHashMap<Place, Roster>();
    settings.places(name).forEach(place -> rosters.put(place, new Roster()));
    this.survey = new Survey(name, rosters);
    this.watches = watches(settings, rosters);
    desk.run(() -> desk.mistaken(words -> watches.forEach(watch -> watch.lost(words))));
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
                      place, settings.choices(), client, desk, share, settings.readsPerSecond());
              return new PlaceWatch(outlook, one.getValue(), this);
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
    desk.run(() -> watches.forEach(PlaceWatch::connect));
    rereadLater();
  }

  private void rereadLater() {
    var unused =
        desk.after(
            Spread.of(fullRead, ThreadLocalRandom.current()),
            () -> {
              rereadLater();
              watches.forEach(PlaceWatch::reread);
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
                  .thenRun(this::publish)
                  .whenComplete((nothing, failure) -> done.complete(null));
        },
        patience);
  }

  /** Has something done at the desk and waits until it is. */
  private void await(Consumer<CompletableFuture<Void>> deed, Duration patience) {
    var done = new CompletableFuture<Void>();
    desk.run(() -> deed.accept(done));
    if (desk.closed()) {
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

  @Override
  public void changed() {
    var now = System.nanoTime();
    var due = survey.unfinished() ? now + PATIENCE.toNanos() : published + REST.toNanos();
    if (publication.isEmpty() || due - publicationDue < 0) {
      publication.ifPresent(later -> later.cancel(false));
      publicationDue = due;
      publication =
          Optional.of(desk.after(Duration.ofNanos(Math.max(0, due - now)), this::publish));
    }
  }

  @Override
  public void silent() {
    publish();
  }

  private void publish() {
    publication.ifPresent(later -> later.cancel(false));
    publication = Optional.empty();
    bulletin.publish(survey.reading(clock.instant()));
    published = System.nanoTime();
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
    desk.close();
    transport.close();
  }
}
