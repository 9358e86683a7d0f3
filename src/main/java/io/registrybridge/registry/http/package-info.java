/**
 * How registries that speak HTTP are asked: the client with its time-outs and renewed certificates,
 * answers of bounded size, and what went wrong in words. Uses registry, for its threads, and
 * Spring's HTTP client.
 */
@NullMarked
package io.registrybridge.registry.http;

import org.jspecify.annotations.NullMarked;
