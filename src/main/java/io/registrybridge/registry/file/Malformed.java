package io.registrybridge.registry.file;

import java.io.Serial;

/** Something in the file is not of the form it should have. */
final class Malformed extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * @param reason a sentence that lacks its subject
   */
  Malformed(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
