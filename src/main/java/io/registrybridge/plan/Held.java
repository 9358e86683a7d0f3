package io.registrybridge.plan;

import io.registrybridge.mesh.ResourceId;
import java.time.Instant;
import java.util.Optional;

/**
 * A change that is not made though something calls for it.
 *
 * @param registry whose word is missing; empty if it is held for another reason
 * @param reason a sentence
 * @param since when the reason arose, where known
 */
public record Held(ResourceId id, String registry, String reason, Optional<Instant> since) {}
