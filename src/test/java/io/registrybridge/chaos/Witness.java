package io.registrybridge.chaos;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.registrybridge.peer.ServiceEntries;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Sees every change of what is written, by a watch on the API server that is begun again when it
 * breaks, and says what must not have been.
 */
final class Witness implements AutoCloseable {

  private static final String AT = "/apis/networking.istio.io/v1/namespaces/mesh/serviceentries/";

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final KubernetesClient client;
  private final ServiceEntries entries;
  private final Population population;
  private final Tally tally;
  private final Map<String, String> foreign = new HashMap<>();
  private final Map<String, GenericKubernetesResource> seen = new HashMap<>();

  /**
   * @param foreign the names of those that are somebody else's and never change
   */
  Witness(KubernetesClient client, Population population, Set<String> foreign, Tally tally) {
    this.client = client;
    this.entries = new ServiceEntries(client);
    this.population = population;
    this.tally = tally;
    foreign.forEach(name -> this.foreign.put(name, client.raw(AT + name)));
    var unused = thread.scheduleWithFixedDelay(this::look, 0, 50, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      var list = entries.all().list();
      listed(list.getItems());
      watch(list.getMetadata().getResourceVersion());
    } catch (KubernetesClientException silent) {
      // The API server is down; what happens meanwhile is in the next list.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch(String since) throws InterruptedException {
    var over = new CountDownLatch(1);
    var options = new ListOptionsBuilder().withResourceVersion(since).build();
    var watch = entries.all().watch(options, new Ear(over));
    try {
      over.await();
    } finally {
      watch.close();
    }
  }

  private final class Ear implements Watcher<GenericKubernetesResource> {

    private final CountDownLatch over;

    Ear(CountDownLatch over) {
      this.over = over;
    }

    @Override
    public void eventReceived(Action action, GenericKubernetesResource entry) {
      switch (action) {
        case ADDED, MODIFIED -> saw(entry);
        case DELETED -> lost(entry.getMetadata().getName());
        case ERROR, BOOKMARK -> over.countDown();
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      over.countDown();
    }

    @Override
    public void onClose() {
      over.countDown();
    }
  }

  private synchronized void listed(List<GenericKubernetesResource> all) {
    var names = all.stream().map(one -> one.getMetadata().getName()).collect(Collectors.toSet());
    new HashSet<>(seen.keySet()).stream().filter(name -> !names.contains(name)).forEach(this::lost);
    all.forEach(this::saw);
  }

  private synchronized void saw(GenericKubernetesResource entry) {
    var name = entry.getMetadata().getName();
    var before = seen.put(name, entry);
    if (before == null || !revision(before).equals(revision(entry))) {
      changed(name, before == null ? List.of() : addresses(before), addresses(entry));
    }
  }

  private static String revision(GenericKubernetesResource entry) {
    return entry.getMetadata().getResourceVersion();
  }

  private static List<String> addresses(GenericKubernetesResource entry) {
    return ServiceEntries.addresses(entry);
  }

  private synchronized void lost(String name) {
    var before = seen.remove(name);
    if (before != null) {
      changed(name, addresses(before), List.of());
    }
  }

  private void changed(String name, List<String> before, List<String> after) {
    tally.changed();
    if (foreign.containsKey(name)) {
      untouched(name);
      return;
    }
    var now = Instant.now();
    var gone = new TreeSet<>(before);
    after.forEach(gone::remove);
    for (var address : gone) {
      var place = new Place(name, address);
      tally.check(place, !population.wronglyLost(place, now), "lives and was taken away");
    }
    for (var address : after) {
      var place = new Place(name, address);
      tally.check(place, population.knew(place), "was never there");
    }
  }

  /** Whether everybody else's is, to the byte, what it was. */
  void foreignIsUntouched() {
    foreign.keySet().forEach(this::untouched);
  }

  private void untouched(String name) {
    var before = foreign.getOrDefault(name, "");
    tally.check(name, before.equals(client.raw(AT + name)), "is not ours and was touched");
  }

  /** What the API server has of ours, by host. */
  SortedMap<String, Set<String>> written() {
    var written = new TreeMap<String, Set<String>>();
    entries
        .addresses()
        .forEach(
            (name, addresses) -> {
              if (!foreign.containsKey(name)) {
                written.put(name, new TreeSet<>(addresses));
              }
            });
    return written;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
