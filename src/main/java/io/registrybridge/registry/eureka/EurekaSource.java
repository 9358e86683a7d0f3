package io.registrybridge.registry.eureka;

import io.registrybridge.registry.Reading;
import io.registrybridge.registry.Source;
import io.registrybridge.registry.Spread;
import io.registrybridge.registry.eureka.Answer.Refusal;
import io.registrybridge.registry.http.Server;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Reads a Eureka registry: what changed since the last read where that is certain to be enough,
 * else everything.
 *
 * <p>It stays with the server that answered last, because two of them seldom agree to the second.
 */
final class EurekaSource implements Source {

  /** Eureka forgets changes after three minutes, and its caches may hide the last of them. */
  private static final Duration DELTA_REACHES_BACK = Duration.ofMinutes(2);

  private final String name;
  private final List<Server> servers;
  private final Duration fullRead;
  private final EurekaClient client;
  private final Clock clock;

  private int current;
  private boolean anotherLife;
  private long version = -1;
  private View view;
  private Instant everythingDue = Instant.MIN;
  private Instant answeredAt = Instant.MIN;

  EurekaSource(String name, EurekaSettings settings, EurekaClient client, Clock clock) {
    this.name = name;
    this.servers = settings.servers();
    this.fullRead = settings.fullRead();
    this.client = client;
    this.clock = clock;
    this.view = View.empty(name, settings.selection());
  }

  @Override
  public Reading read() {
    var now = clock.instant();
    var reading = deltaReaches(now) ? delta(now) : Optional.<Reading>empty();
    return reading.orElseGet(() -> everything(now));
  }

  private boolean deltaReaches(Instant now) {
    return now.isBefore(everythingDue) && now.isBefore(answeredAt.plus(DELTA_REACHES_BACK));
  }

  /** Empty if everything has to be read after all. */
  private Optional<Reading> delta(Instant now) {
    if (!(client.delta(servers.get(current), view) instanceof Listing delta) || restarted(delta)) {
      return Optional.empty();
    }
    var changed = view.changedBy(delta);
    if (!changed.hash().equals(delta.hash())) {
      return Optional.empty();
    }
    version = delta.version();
    return Optional.of(answered(now, changed));
  }

  /** A server counts its deltas from its own start, so a lower number is another life of it. */
  private boolean restarted(Listing delta) {
    anotherLife |= delta.version() < version;
    return anotherLife;
  }

  private Reading everything(Instant now) {
    var reasons = new ArrayList<String>();
    for (var tried = 0; tried < servers.size(); tried++) {
      var index = (current + tried) % servers.size();
      var answer = client.everything(servers.get(index), view);
      if (answer instanceof Listing everything) {
        return everything(now, index, everything);
      }
      reasons.add(servers.get(index) + " " + ((Refusal) answer).reason());
    }
    everythingDue = Instant.MIN; // what changed meanwhile may be forgotten by the time it answers
    return new Reading.Unavailable(name, now, String.join("; ", reasons));
  }

  private Reading everything(Instant now, int index, Listing everything) {
    var stranger = answeredAt.isAfter(Instant.MIN) && (index != current || anotherLife);
    if (stranger) {
      version = -1;
    }
    current = index;
    anotherLife = false;
    everythingDue = now.plus(Spread.of(fullRead, ThreadLocalRandom.current()));
    var reading = answered(now, view.replacedBy(everything));
    return stranger ? unsure(reading) : reading;
  }

  /** A server that was restarted, or is a peer of the one before, may not have heard of all yet. */
  private Reading unsure(Reading reading) {
    return reading.doubted(servers.get(current) + " answers for the first time, or was restarted");
  }

  private Reading answered(Instant now, View next) {
    answeredAt = now;
    view = next;
    return view.reading(now);
  }
}
