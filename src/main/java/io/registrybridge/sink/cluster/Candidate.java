package io.registrybridge.sink.cluster;

import io.registrybridge.mesh.Keys;
import io.registrybridge.sink.Decisions;
import io.registrybridge.sink.Leader;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What one replica knows of the Lease, and what follows from it. A value; times are those of {@link
 * System#nanoTime()}. The rules are client-go's.
 *
 * @param me how this replica is called
 * @param seen the Lease as it was last seen, though somebody may have deleted it since; empty if
 *     there was none
 * @param renewed when this replica sent its last sign of life that was answered
 * @param trouble why the last question about the Lease failed, as a sentence; else empty
 */
record Candidate(
    String me,
    LeaseSettings settings,
    Optional<Sighting> seen,
    Optional<Long> renewed,
    Ears ears,
    String trouble) {

  static Candidate of(String me, LeaseSettings settings) {
    return new Candidate(
        me, settings, Optional.empty(), Optional.empty(), Ears.NEW, "the Lease was not read yet");
  }

  /** Whether it may write: nobody else takes the Lease before this has long been over. */
  boolean leads(long now) {
    return isMine() && untilDeadline(now).filter(left -> !left.isNegative()).isPresent();
  }

  boolean isMine() {
    return deed().filter(deed -> deed.holder().equals(me)).isPresent();
  }

  Optional<Deed> deed() {
    return seen.map(Sighting::deed);
  }

  /** Whether it may take the Lease that was seen. */
  boolean mayTake(long now) {
    return isMine() || seen.filter(one -> one.free(now)).isPresent();
  }

  /**
   * Whether it may make the Lease that is not there. Somebody may have deleted it under its holder,
   * who goes on writing until it looks again and finds its place taken.
   */
  boolean mayMake(long now) {
    return seen.isEmpty() || mayTake(now);
  }

  private Optional<Duration> untilDeadline(long now) {
    return renewed.map(at -> settings.renewDeadline().minusNanos(now - at).minusNanos(1));
  }

  /** When there may be something to do or to say, if nothing is heard before. */
  Duration next(long now) {
    var pending =
        leads(now)
            ? untilDeadline(now)
            : seen.filter(one -> !one.free(now)).map(one -> one.left(now));
    return pending
        .filter(left -> left.compareTo(settings.retry()) < 0)
        .map(left -> left.plusMillis(1))
        .orElse(settings.retry());
  }

  Leader leader(long now) {
    var holder = seen.filter(one -> !one.free(now)).map(one -> one.deed().holder()).orElse("");
    var here = leads(now);
    return new Leader(
        here,
        holder.equals(me) && !here ? "" : holder,
        deed().map(Deed::changes).orElse(0),
        trouble,
        Optional.empty());
  }

  /** Whether it is certain who leads. */
  boolean settled(long now) {
    return leads(now) || seen.filter(one -> one.alive() && !one.free(now) && !isMine()).isPresent();
  }

  Decisions decisions() {
    return new Decisions(
        deed().map(Deed::annotations).map(all -> all.get(Keys.PAUSED)),
        ears.released(),
        ears.purged());
  }

  /** The Lease was read, or found to be not there. */
  Candidate read(Optional<Deed> deed, long now) {
    var sighting =
        deed.map(
            one -> seen.map(last -> last.then(one, now)).orElseGet(() -> Sighting.first(one, now)));
    return new Candidate(me, settings, sighting.or(() -> seen), renewed, heard(deed, now), "");
  }

  /** The Lease was told of, perhaps late. */
  Candidate told(Deed deed, long now) {
    return deed().filter(known -> known.revision() >= deed.revision()).isPresent()
        ? this
        : read(Optional.of(deed), now);
  }

  /** This replica has just taken or renewed the Lease, by a request that it sent at that time. */
  Candidate renewed(Deed answer, long sent, long now) {
    var next = told(answer, now);
    return new Candidate(me, settings, next.seen, Optional.of(sent), next.ears, "");
  }

  Candidate failed(String sentence) {
    return new Candidate(me, settings, seen, renewed, ears, sentence);
  }

  private Ears heard(Optional<Deed> deed, long now) {
    return ears.then(
        deed.<Map<String, String>>map(Deed::annotations).orElse(Map.of()),
        now,
        settings.duration());
  }
}
