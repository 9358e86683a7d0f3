package io.registrybridge.status;

import java.util.List;

/**
 * Services of one registry, and what became of each.
 *
 * @param found how many were looked for and are there
 * @param services the first of them
 */
record Listing(int found, List<ServiceView> services) {}
