package io.registrybridge.registry.consul;

import io.registrybridge.registry.Bulletin;
import io.registrybridge.registry.Worker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;

/** Publishes what is known of a registry as it changes. On the worker's thread. */
final class Publication implements PlaceWatch.Listener {

  /** However much changes at once, it is told a few times in a second and not one by one. */
  private static final Duration REST = Duration.ofMillis(25);

  /** What is not read in full yet is told as that only if it takes so long. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Survey survey;
  private final Bulletin bulletin;
  private final Worker worker;

  private Optional<Future<?>> next = Optional.empty();
  private long due;
  private long published = System.nanoTime() - REST.toNanos();

  Publication(Survey survey, Bulletin bulletin, Worker worker) {
    this.survey = survey;
    this.bulletin = bulletin;
    this.worker = worker;
  }

  @Override
  public void changed() {
    var now = System.nanoTime();
    var wanted = survey.unfinished() ? now + PATIENCE.toNanos() : published + REST.toNanos();
    if (next.isEmpty() || wanted - due < 0) {
      cancel();
      due = wanted;
      next = Optional.of(worker.runAfter(Duration.ofNanos(Math.max(0, due - now)), this::publish));
    }
  }

  @Override
  public void silent() {
    publish();
  }

  @Override
  public void brokeOff() {
    bulletin.restarted();
  }

  /** As it is now. */
  void publish() {
    cancel();
    bulletin.publish(survey.reading(worker.now()));
    published = System.nanoTime();
  }

  private void cancel() {
    next.ifPresent(later -> later.cancel(false));
    next = Optional.empty();
  }
}
