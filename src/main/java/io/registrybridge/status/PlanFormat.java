package io.registrybridge.status;

import org.springframework.boot.actuate.endpoint.Producible;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** The forms in which a plan can be had: of several that a client accepts, the last. */
enum PlanFormat implements Producible<PlanFormat> {
  TEXT,
  JSON;

  @Override
  public MimeType getProducedMimeType() {
    return this == TEXT ? MimeTypeUtils.TEXT_PLAIN : MimeTypeUtils.APPLICATION_JSON;
  }

  @Override
  public boolean isDefault() {
    return this == JSON;
  }
}
