package io.registrybridge.status;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health of each of several named things, as of the latest report on them.
 *
 * @param reports by name
 * @param health what a report means
 */
record HealthByName<T>(Supplier<? extends Map<String, T>> reports, Function<T, Health> health)
    implements CompositeHealthContributor {

  @Override
  public @Nullable HealthContributor getContributor(String name) {
    return Optional.ofNullable(reports.get().get(name)).map(this::indicator).orElse(null);
  }

  @Override
  public Stream<Entry> stream() {
    return reports.get().entrySet().stream()
        .map(report -> new Entry(report.getKey(), indicator(report.getValue())));
  }

  private HealthIndicator indicator(T report) {
    return () -> health.apply(report);
  }
}
