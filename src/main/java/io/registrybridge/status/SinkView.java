package io.registrybridge.status;

import io.registrybridge.mesh.Audience;
import io.registrybridge.sync.SinkReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A sink as operators see it, in figures.
 *
 * @param sees where it looks for hosts that are somebody else's before it takes one
 * @param trouble why it could not be read; else empty
 * @param troubleSince since when
 * @param istiods that read from the bridge itself
 */
record SinkView(
    String kind,
    boolean leader,
    int resources,
    int endpoints,
    int heldBack,
    int failed,
    int rejected,
    String sees,
    String trouble,
    Optional<Instant> troubleSince,
    List<IstiodView> istiods) {

  static SinkView of(SinkReport sink, Audience audience) {
    return new SinkView(
        sink.kind(),
        sink.leader(),
        sink.resources(),
        sink.endpoints(),
        sink.heldBack().size(),
        sink.failed().size(),
        sink.rejected().size(),
        sink.sees(),
        sink.trouble(),
        sink.troubleSince(),
        audience.istiods().stream().map(IstiodView::of).toList());
  }
}
