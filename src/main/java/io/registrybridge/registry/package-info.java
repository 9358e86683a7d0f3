/**
 * The port to service registries: a {@link io.registrybridge.registry.Registry} gives a {@link
 * io.registrybridge.registry.Reading} and hints that something changed. "Answered nothing" and "did
 * not answer" are two types here, because mistaking one for the other is how bridges lose services.
 * Uses the catalog.
 */
@NullMarked
package io.registrybridge.registry;

import org.jspecify.annotations.NullMarked;
