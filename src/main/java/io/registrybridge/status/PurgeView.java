package io.registrybridge.status;

import io.registrybridge.sync.Purged;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What a purge did: what {@code POST /actuator/bridge/purge} answers.
 *
 * @param paused whether the bridge writes to no sink, by an operator's word
 */
record PurgeView(boolean paused, Map<String, OfSink> sinks) implements OperationResponseBody {

  /**
   * What it did to one sink.
   *
   * @param failures what still stands, and why
   * @param trouble why nothing was tried; else empty
   */
  record OfSink(int deleted, int failed, List<RejectionView> failures, String trouble) {

    static OfSink of(Purged purged) {
      return new OfSink(
          purged.deleted(),
          purged.failed().size(),
          purged.failed().stream().map(RejectionView::of).toList(),
          purged.trouble());
    }
  }

  /** Whether nothing of the bridge's own is left; if not, to ask again helps. */
  boolean done() {
    return sinks.values().stream().allMatch(one -> one.failed() == 0 && one.trouble().isEmpty());
  }

  static PurgeView of(boolean paused, List<Purged> purged) {
    var sinks = new TreeMap<String, OfSink>();
    purged.forEach(one -> sinks.put(one.sink(), OfSink.of(one)));
    return new PurgeView(paused, sinks);
  }
}
