package io.registrybridge.plan;

/** What the bridge may do to a sink. */
public enum Policy {
  /** Creates what is missing; never changes or deletes. */
  CREATE_ONLY,
  /** Creates and updates; never deletes. */
  UPSERT_ONLY,
  /** Makes the sink say what the registries say. */
  SYNC
}
