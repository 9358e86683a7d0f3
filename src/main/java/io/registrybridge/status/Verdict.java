package io.registrybridge.status;

import io.registrybridge.sync.Bridge;
import io.registrybridge.sync.RegistryReport;
import io.registrybridge.sync.Report;
import io.registrybridge.sync.SinkReport;

/** What one pass came to, for whoever started the bridge for it. */
public record Verdict(Bridge bridge, BridgeInfo info) {

  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int HELD_BACK = 3;
  private static final int NOT_LEADER = 4;

  /** The plan of a dry run, as {@code GET /actuator/plan} has it; else what was done. */
  public String text(Report report) {
    return info.dryRun()
        ? PlanText.of(PlanView.of(bridge.preview(), report))
        : ReportText.of(report);
  }

  /**
   * The exit code: 0 done, 1 something was not read or not done, 3 something is held back, 4
   * another replica leads.
   */
  public int code(Report report) {
    if (report.registries().values().stream().anyMatch(Verdict::unread)
        || report.sinks().values().stream().anyMatch(Verdict::failed)
        || report.lastPass().filter(pass -> pass.left() > 0).isPresent()) {
      return FAILED;
    }
    if (report.sinks().values().stream().anyMatch(sink -> !sink.heldBack().isEmpty())) {
      return HELD_BACK;
    }
    var leads = report.sinks().values().stream().allMatch(SinkReport::leads);
    return leads || info.dryRun() ? DONE : NOT_LEADER;
  }

  /** What the guard does not believe was read all the same. */
  private static boolean unread(RegistryReport registry) {
    return registry.state() != RegistryReport.State.COMPLETE && !registry.guard().tripped();
  }

  private static boolean failed(SinkReport sink) {
    return !sink.trouble().isEmpty()
        || !sink.leaderTrouble().isEmpty()
        || !sink.failed().isEmpty()
        || !sink.rejected().isEmpty();
  }
}
