package io.registrybridge.guard;

import io.registrybridge.registry.Gap;
import io.registrybridge.registry.Reading;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Watches one registry's level and says when a loss is too large to be believed. A value: each
 * reading gives the next guard.
 *
 * <p>Two things trip it. A loss beyond the {@link Limits}; and any loss at all after a silence, in
 * the first reading or within as long again as it was silent, {@link Limits#settle()} at most. A
 * registry that was restarted comes back with whatever has registered again by then (Eureka's
 * clients take up to 30 s, one lease renewal, to do so), or with what it saved, and drops those who
 * need longer to find it again than it waits for them (sessions of ZooKeeper, checks of a Consul
 * agent). Once tripped it stays so until the level has been within the limits for {@link
 * Limits#settle()} in which the registry spoke, or an operator releases it.
 */
public final class Guard {

  private static final String RETURNED = "back after a silence, and not whole: ";

  /**
   * Why and since when absences are not believed.
   *
   * @param cause what the loss came after, to be followed by it
   * @param within since when the level is back within the limits, put off by what was silence of
   *     that, and by what went missing later because of a silence; empty while it is not
   */
  private record Trip(Instant since, String cause, String loss, Optional<Instant> within) {

    String reason() {
      return cause + loss;
    }
  }

  private final Marks marks;
  private final Level mark;
  private final Level level;
  private final Silence silence;
  private final Optional<Trip> trip;

  private Guard(Marks marks, Level mark, Level level, Silence silence, Optional<Trip> trip) {
    this.marks = marks;
    this.mark = mark;
    this.level = level;
    this.silence = silence;
    this.trip = trip;
  }

  /** The guard of a registry that was not read yet, measured against what stands in the sinks. */
  public static Guard from(Level standing, Instant now) {
    return new Guard(
        Marks.of(standing, now), standing, standing, Silence.ours(now), Optional.empty());
  }

  /** The same guard when one more sink turns out to hold something of the registry's. */
  public Guard remembering(Level standing, Instant now) {
    return mark.or(standing).equals(mark) ? this : from(mark.or(standing), now);
  }

  /** The same guard, which knows of losses of earlier runs. */
  public Guard recalling(Losses losses) {
    var all = marks.recalling(losses);
    return new Guard(all, mark.or(all.highest()), level, silence, trip);
  }

  /**
   * The same guard when all is counted in another way from now on.
   *
   * @param from what the present level was
   * @param to what it is in the new way
   */
  public Guard recounting(Level from, Level to) {
    return new Guard(
        marks.shifted(from, to),
        mark.plus(to).minus(from),
        level.plus(to).minus(from),
        silence,
        trip);
  }

  /**
   * The guard after one more reading.
   *
   * @param next the reading's level
   * @param lacking whether something is not there that was when it last told what is absent,
   *     however much else is; when nothing is held, also whether something is not there that stands
   */
  public Guard after(Reading reading, Level next, boolean lacking, Limits limits, Instant now) {
    if (!reading.tellsWhatIsAbsent()) {
      return silenced(now);
    }
    return trip.isPresent()
        ? tripped(trip.get(), next, lacking, limits, now)
        : calm(next, lacking, limits, now);
  }

  /** The guard after a silence, whether or not a reading tells of it. */
  public Guard silenced(Instant now) {
    return new Guard(marks, mark, level, silence.lasting(now), trip);
  }

  private Guard calm(Level next, boolean lacking, Limits limits, Instant now) {
    var start = now.minus(limits.window());
    var highest = marks.highestSince(start).or(next);
    var spoken = silence.ended(now, limits.settle());
    if (limits.exceeded(highest, next)) {
      var trip = new Trip(now, "", lost(highest, next), Optional.empty());
      return new Guard(marks, highest, next, spoken, Optional.of(trip));
    }
    if (silence.explains(now) && (lacking || next.below(marks.latest()))) {
      var loss = settling(marks.latest(), next, now.plus(limits.settle()));
      var trip = new Trip(now, RETURNED, loss, Optional.of(now));
      return new Guard(marks, highest, next, spoken, Optional.of(trip));
    }
    return new Guard(marks.then(next, now, start), highest, next, spoken, Optional.empty());
  }

  private Guard tripped(Trip current, Level next, boolean lacking, Limits limits, Instant now) {
    var highest = mark.or(next);
    var spoken = silence.ended(now, limits.settle());
    if (limits.exceeded(highest, next)) {
      var still = new Trip(current.since(), "", lost(highest, next), Optional.empty());
      return new Guard(marks, highest, next, spoken, Optional.of(still));
    }
    var late = silence.explains(now) && (lacking || next.below(level));
    var earliest = late ? now.plus(spoken.aftermath()).minus(limits.settle()) : Instant.MIN;
    var within =
        current
            .within()
            .map(since -> since.plus(silence.length(now)))
            .map(since -> since.isBefore(earliest) ? earliest : since)
            .orElse(now);
    if (!now.isBefore(within.plus(limits.settle()))) {
      var start = now.minus(limits.window());
      var settled = marks.then(next, now, start);
      return new Guard(settled, settled.highestSince(start), next, spoken, Optional.empty());
    }
    var loss = settling(highest, next, within.plus(limits.settle()));
    var settling = new Trip(current.since(), current.cause(), loss, Optional.of(within));
    return new Guard(marks, highest, next, spoken, Optional.of(settling));
  }

  /** A loss that is believed if it is no greater by then. */
  private static String settling(Level mark, Level level, Instant end) {
    var rounded = end.truncatedTo(ChronoUnit.SECONDS);
    return lost(mark, level) + "; believed at " + rounded + " if that lasts";
  }

  private static String lost(Level mark, Level level) {
    if (!level.below(mark)) {
      return "as much is there as before, but not the same";
    }
    return "%d of %d endpoints and %d of %d services are there"
        .formatted(level.endpoints(), mark.endpoints(), level.services(), mark.services());
  }

  /** The guard after an operator's word that what is lost now is really gone. */
  public Guard released(Instant now) {
    return trip.isPresent()
        ? new Guard(Marks.of(level, now), level, level, Silence.none(now), Optional.empty())
        : this;
  }

  /** The reading as it may be believed: with a gap over anything absent while tripped. */
  public Reading judged(Reading reading) {
    if (trip.isEmpty() || reading instanceof Reading.Unavailable) {
      return reading;
    }
    var gaps = new ArrayList<>(reading.gaps());
    gaps.add(new Gap.OfAnything(reading.registry()));
    return new Reading.Partial(
        reading.registry(), reading.at(), reading.catalog(), gaps, "guard: " + trip.get().reason());
  }

  public boolean tripped() {
    return trip.isPresent();
  }

  /** Whether it tripped, and the level is back within the limits but not yet for long enough. */
  public boolean settling() {
    return trip.flatMap(Trip::within).isPresent();
  }

  /** When it tripped. */
  public Optional<Instant> since() {
    return trip.map(Trip::since);
  }

  /** The level against which losses are measured. */
  public Level mark() {
    return mark;
  }

  /** What was believed to be gone within the window, and in the runs before this one. */
  public Losses losses() {
    return marks.losses();
  }

  /** The level of the latest reading that had one. */
  public Level level() {
    return level;
  }
}
