package io.registrybridge;

import io.registrybridge.peer.IstiodPeer;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Looks again and again how many endpoints istiod has of a host. */
final class Lookout implements AutoCloseable {

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger fewest = new AtomicInteger(Integer.MAX_VALUE);

  Lookout(IstiodPeer istiod, String host) {
    var unused =
        thread.scheduleWithFixedDelay(() -> look(istiod, host), 0, 2, TimeUnit.MILLISECONDS);
  }

  private void look(IstiodPeer istiod, String host) {
    var endpoints = istiod.endpoints().getOrDefault(host, List.of()).size();
    fewest.accumulateAndGet(endpoints, Math::min);
    looks.incrementAndGet();
  }

  int looks() {
    return looks.get();
  }

  int fewest() {
    return fewest.get();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
