package io.registrybridge.status;

import io.registrybridge.mesh.Audience;
import io.registrybridge.sync.Bridge;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The whole bridge at a glance: what {@code GET /actuator/sync} answers.
 *
 * @param passes the last ones that did something and the very last one, newest first
 */
record SyncView(
    String owner,
    String policy,
    boolean dryRun,
    boolean paused,
    Map<String, RegistryView> registries,
    Map<String, SinkView> sinks,
    Optional<PassView> lastPass,
    List<PassView> passes)
    implements OperationResponseBody {

  static SyncView of(Bridge bridge, BridgeInfo info) {
    var report = bridge.report();
    var audiences = bridge.audiences();
    return new SyncView(
        info.owner(),
        Spelling.of(info.policy()),
        info.dryRun(),
        bridge.paused(),
        ByName.of(report.registries(), RegistryView::of),
        ByName.of(
            report.sinks(),
            sink -> SinkView.of(sink, audiences.getOrDefault(sink.name(), Audience.NONE))),
        report.lastPass().map(PassView::of),
        report.passes().stream().map(PassView::of).toList());
  }
}
