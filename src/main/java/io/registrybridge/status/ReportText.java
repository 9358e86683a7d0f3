package io.registrybridge.status;

import io.registrybridge.sync.PassReport;
import io.registrybridge.sync.RegistryReport;
import io.registrybridge.sync.Report;
import io.registrybridge.sync.SinkReport;
import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report to be read by people: who said what, what stands where, and what was done. */
final class ReportText {

  private ReportText() {}

  static String of(Report report) {
    return Stream.of(
            report.registries().values().stream().map(ReportText::registry),
            report.sinks().values().stream().flatMap(ReportText::sink),
            report.passes().stream()
                .sorted(Comparator.comparing(PassReport::id))
                .map(ReportText::pass))
        .flatMap(lines -> lines)
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static String registry(RegistryReport registry) {
    var reason = registry.reason().isEmpty() ? "" : ": " + registry.reason();
    return "registry %s %s, %d services, %d instances%s"
        .formatted(
            registry.name(),
            Spelling.of(registry.state()),
            registry.services(),
            registry.instances(),
            reason);
  }

  private static Stream<String> sink(SinkReport sink) {
    var head =
        sink.trouble().isEmpty()
            ? "sink %s holds %d resources, %d endpoints"
                .formatted(sink.name(), sink.resources(), sink.endpoints())
            : "sink %s unreadable: %s".formatted(sink.name(), sink.trouble());
    var lines =
        Stream.of(
                sink.leads() ? Stream.<String>of() : Stream.of(follows(sink)),
                sink.heldBack().stream().map(held -> PlanText.held(HeldView.of(held))),
                sink.failed().stream().map(one -> PlanText.not("failed", RejectionView.of(one))),
                sink.rejected().stream()
                    .map(one -> PlanText.not("rejected", RejectionView.of(one))))
            .flatMap(several -> several);
    return Stream.concat(Stream.of(head), lines.map(line -> "  " + line));
  }

  private static String follows(SinkReport sink) {
    if (!sink.leaderTrouble().isEmpty()) {
      return "! nothing was written: " + sink.leaderTrouble();
    }
    return sink.holder().isEmpty()
        ? "! nothing was written: this replica does not lead"
        : "! nothing was written: replica " + sink.holder() + " leads";
  }

  private static String pass(PassReport pass) {
    return "%d created, %d updated, %d deleted, %d unchanged, %d failed, %d held back, %d rejected, %d left"
        .formatted(
            pass.created(),
            pass.updated(),
            pass.deleted(),
            pass.unchanged(),
            pass.failed(),
            pass.heldBack(),
            pass.rejected(),
            pass.left());
  }
}
