package io.registrybridge.registry.nacos;

import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.Reading;
import io.registrybridge.registry.Source;
import io.registrybridge.registry.Spread;
import io.registrybridge.registry.nacos.Answer.Cause;
import io.registrybridge.registry.nacos.Answer.Instances;
import io.registrybridge.registry.nacos.Answer.Refusal;
import io.registrybridge.registry.nacos.Session.NoToken;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Nacos registry: the listings of its partitions, and of their services those that are new,
 * were notified of, are gone from a listing, or were not asked for in a long time. Everything where
 * that is wanted, and whenever the link was lost.
 */
final class NacosSource implements Source {

  /** Reads are no clockwork; one that comes a little early still lists. */
  private static final int SHARE = 2;

  /** What could not be read is asked for again, though not with every read. */
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final String name;
  private final List<Partition> partitions;
  private final Duration interval;
  private final Duration fullRead;
  private final Links links;
  private final Session session;
  private final News news;
  private final Clock clock;
  private final View view;
  private final AtomicBoolean everythingWanted = new AtomicBoolean();

  private @Nullable Link last;
  private Instant listedAt = Instant.MIN;
  private boolean answered;
  private boolean stranger;

  NacosSource(
      String name, NacosSettings settings, Links links, Session session, News news, Clock clock) {
    this.name = name;
    this.partitions = settings.partitions();
    this.interval = settings.interval();
    this.fullRead = settings.fullRead();
    this.links = links;
    this.session = session;
    this.news = news;
    this.clock = clock;
    this.view = new View(name, partitions);
  }

  /** The next read leaves nothing to notices. */
  void wantEverything() {
    everythingWanted.set(true);
  }

  @Override
  public Reading read() {
    var now = clock.instant();
    try {
      return read(now);
    } catch (IOException e) {
      return new Reading.Unavailable(name, now, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reading.Unavailable(name, now, "is not asked any more");
    }
  }

  private Reading read(Instant now) throws IOException, InterruptedException {
    var link = links.link();
    if (link != last) {
      begin(link);
    }
    var asking = new Asking(link, headers(link.server()));
    ask(asking, now);
    if (asking.broken().isPresent()) {
      link.close();
      throw new IOException(link.server() + " " + asking.broken().get());
    }
    if (asking.unwelcome()) {
      session.doubt();
    }
    return answer(now);
  }

  private Map<String, String> headers(NacosServer server) throws IOException {
    try {
      return session.headers(server);
    } catch (NoToken e) {
      links.leave();
      throw e;
    }
  }

  private void begin(Link link) {
    last = link;
    stranger = answered;
    session.forget();
    view.unlink();
    listedAt = Instant.MIN;
  }

  private void ask(Asking asking, Instant now) throws InterruptedException {
    var setBack = now.isBefore(listedAt); // as clocks are: what is due by the old one comes late
    var everything = everythingWanted.getAndSet(false) || setBack;
    if (everything || !now.isBefore(listedAt.plus(interval.dividedBy(SHARE)))) {
      list(asking);
      listedAt = now;
    }
    var due = everything ? Instant.MAX : now;
    var again = new TreeSet<>(view.due(due));
    again.addAll(view.subscribed(news.take()));
    var fresh = view.unsubscribed(due);
    var subscribed = asking.all(fresh, Question::subscribe, AnswerReader::instances);
    subscribed.forEach(this::subscribed);
    answered(asking, subscribed, now);
    answered(asking, asking.all(again, Question::query, AnswerReader::instances), now);
  }

  private void list(Asking asking) throws InterruptedException {
    for (var partition : partitions) {
      var listing = Listing.of(partition, asking);
      if (listing.objection().isEmpty()) {
        view.listed(partition, listing.names());
      } else {
        view.notListed(partition, listing.names(), listing.objection());
      }
    }
  }

  private void subscribed(ServiceKey key, Answer answer) {
    if (answer instanceof Instances) {
      view.notified(key);
    }
  }

  /**
   * Of what is gone there shall be no notices, nor of what is too large: they would be as large.
   */
  private void answered(Asking asking, Map<ServiceKey, Answer> answers, Instant now) {
    answers.forEach(
        (key, answer) -> {
          var pause = answer instanceof Refusal ? RETRY : fullRead;
          var due = now.plus(Spread.of(pause, ThreadLocalRandom.current()));
          if (view.answered(key, answer, due) || tooLarge(answer)) {
            asking.tell(Question.unsubscribe(key));
          }
        });
  }

  private static boolean tooLarge(Answer answer) {
    return answer instanceof Refusal refusal && refusal.cause() == Cause.SIZE;
  }

  private Reading answer(Instant now) {
    if (view.blind()) {
      return new Reading.Unavailable(name, now, view.reason());
    }
    answered = true;
    var reading = stranger ? unsure(view.reading(now)) : view.reading(now);
    stranger = false;
    return reading;
  }

  /** A server that was restarted, or is a peer of the one before, may not have heard of all yet. */
  private static Reading unsure(Reading reading) {
    return reading.doubted("the connection was lost, and what is absent may not be known yet");
  }

  @Override
  public void close() {
    links.close();
  }
}
