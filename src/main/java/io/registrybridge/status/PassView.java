package io.registrybridge.status;

import io.registrybridge.sync.PassReport;
import java.time.Instant;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A pass as operators see it.
 *
 * @param took in ms
 */
record PassView(
    long id,
    Instant at,
    long took,
    String trigger,
    int created,
    int updated,
    int deleted,
    int unchanged,
    int failed,
    int heldBack,
    int rejected,
    int left)
    implements OperationResponseBody {

  static PassView of(PassReport pass) {
    return new PassView(
        pass.id(),
        pass.at(),
        pass.took().toMillis(),
        pass.trigger(),
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
