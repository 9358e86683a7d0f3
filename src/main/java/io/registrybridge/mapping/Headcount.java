package io.registrybridge.mapping;

/**
 * How much of what a registry lists the mesh gets, or would get if nobody had taken it out.
 *
 * @param services with at least one such endpoint
 */
public record Headcount(int endpoints, int services) {}
