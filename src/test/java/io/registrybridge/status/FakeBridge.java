package io.registrybridge.status;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.mesh.Audience;
import io.registrybridge.sync.Bridge;
import io.registrybridge.sync.GuardReport;
import io.registrybridge.sync.Preview;
import io.registrybridge.sync.Purged;
import io.registrybridge.sync.Report;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A bridge that says what it was told to say, and does what it is asked. */
final class FakeBridge implements Bridge {

  volatile Report report = new Report(new TreeMap<>(), new TreeMap<>(), List.of());
  volatile List<Preview> previews = List.of();
  volatile Map<String, Catalog> catalogs = Map.of();
  volatile Request answer = new Request(1, Optional.empty());
  volatile Optional<String> released = Optional.empty();
  volatile List<Purged> purged = List.of();
  volatile SortedMap<String, Audience> audiences = new TreeMap<>();
  volatile boolean paused;
  volatile String trouble = "";

  @Override
  public Report report() {
    return report;
  }

  @Override
  public SortedMap<String, Audience> audiences() {
    return audiences;
  }

  @Override
  public Request request(Duration patience) {
    return answer;
  }

  @Override
  public List<Preview> preview() {
    return previews;
  }

  @Override
  public Optional<Catalog> catalog(String registry) {
    return Optional.ofNullable(catalogs.get(registry));
  }

  @Override
  public Optional<Released> release(String registry) {
    var known = Optional.ofNullable(report.registries().get(registry));
    known.ifPresent(one -> released = Optional.of(registry));
    return known.map(
        one ->
            new Released(
                new GuardReport(false, Optional.empty(), one.guard().level(), one.guard().level()),
                trouble));
  }

  @Override
  public boolean paused() {
    return paused;
  }

  @Override
  public Optional<String> pause(boolean paused) {
    this.paused = paused;
    return trouble.isEmpty() ? Optional.empty() : Optional.of(trouble);
  }

  @Override
  public List<Purged> purge() {
    paused = true;
    return purged;
  }
}
