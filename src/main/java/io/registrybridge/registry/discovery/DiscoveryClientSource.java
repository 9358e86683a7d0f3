package io.registrybridge.registry.discovery;

import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.Reading;
import io.registrybridge.registry.Source;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/**
 * Asks a client for its services and then for the instances of each, on a thread that can be left
 * behind: some clients block far longer than anybody should wait, and some for ever.
 */
final class DiscoveryClientSource implements Source {

  private final String name;
  private final DiscoveryClient client;
  private final Duration timeout;
  private final Clock clock;
  private final Belief belief;
  private final Callers callers;

  DiscoveryClientSource(
      String name, DiscoveryClientSettings settings, DiscoveryClient client, Clock clock) {
    this.name = name;
    this.client = client;
    this.timeout = settings.timeout();
    this.clock = clock;
    this.belief = new Belief(name, Confirmation.of(settings));
    this.callers = new Callers("registry-" + name + "-client", timeout);
  }

  @Override
  public Reading read() {
    var at = clock.instant();
    try {
      var objection = callers.objection();
      return objection.isPresent()
          ? unavailable(at, objection.get())
          : belief.after(at, callers.ask(this::ask));
    } catch (ExecutionException e) {
      return unavailable(at, Trouble.in(Objects.requireNonNullElse(e.getCause(), e)));
    } catch (TimeoutException e) {
      return unavailable(at, "its client did not answer within " + timeout.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unavailable(at, "the read was interrupted");
    }
  }

  private List<Answer> ask() throws InterruptedException {
    var answers = new ArrayList<Answer>();
    for (var service : services()) {
      if (Thread.interrupted()) {
        throw new InterruptedException(); // nobody waits for the rest
      }
      answers.add(answer(service));
    }
    return List.copyOf(answers);
  }

  private List<String> services() {
    // Nothing can be bridged that has no name.
    return Objects.requireNonNull(client.getServices(), "getServices() gave null").stream()
        .filter(service -> service != null && !service.isBlank())
        .distinct()
        .toList();
  }

  private Answer answer(String service) {
    var key = new ServiceKey(name, "", service);
    try {
      var instances = client.getInstances(service);
      return InstanceReader.read(
          key, Objects.requireNonNull(instances, "getInstances() gave null"));
    } catch (RuntimeException | LinkageError e) {
      return Answer.failed(key, Trouble.in(e));
    }
  }

  private Reading unavailable(Instant at, String reason) {
    belief.shaken();
    return new Reading.Unavailable(name, at, reason);
  }

  @Override
  public void close() {
    callers.close();
  }
}
