package io.registrybridge.status;

import io.registrybridge.mesh.Audience;
import io.registrybridge.sync.SinkReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A sink as operators see it, in figures.
 *
 * @param leader whether this replica writes
 * @param holder the name of the replica that does; empty if there is none, or nobody knows
 * @param sees where it looks for hosts that are somebody else's before it takes one
 * @param lacks the rules of RBAC that the bridge lacks there
 * @param trouble why it could not be read; else empty
 * @param troubleSince since when
 * @param leaderSince since when it is so who writes
 * @param leaderTrouble why that cannot be found out; else empty
 * @param istiods that read from the bridge itself
 */
record SinkView(
    String kind,
    boolean leader,
    String holder,
    int resources,
    int endpoints,
    int heldBack,
    int failed,
    int rejected,
    String sees,
    List<String> lacks,
    String trouble,
    Optional<Instant> troubleSince,
    Optional<Instant> leaderSince,
    String leaderTrouble,
    List<IstiodView> istiods) {

  static SinkView of(SinkReport sink, Audience audience) {
    return new SinkView(
        sink.kind(),
        sink.leads(),
        sink.holder(),
        sink.resources(),
        sink.endpoints(),
        sink.heldBack().size(),
        sink.failed().size(),
        sink.rejected().size(),
        sink.sees(),
        sink.lacks(),
        sink.trouble(),
        sink.troubleSince(),
        sink.leaderSince(),
        sink.leaderTrouble(),
        audience.istiods().stream().map(IstiodView::of).toList());
  }
}
