package io.registrybridge.plan;

import io.registrybridge.mesh.ResourceId;

/** A resource that cannot be written as things stand, and why, as a sentence. */
public record Rejection(ResourceId id, String reason) {}
