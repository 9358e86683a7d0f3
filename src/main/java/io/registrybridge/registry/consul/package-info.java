/**
 * Watches Consul's services and their health by its HTTP interface: with blocking queries that wait
 * for the next change, a few threads for all of them. Not by Spring Cloud's client, which sees the
 * catalog and not the health, and cannot tell a list that was filtered from a short one. Uses
 * registry, registry.http and catalog, and Jackson.
 *
 * <p>All that is known of one registry is known to one thread, its {@link
 * io.registrybridge.registry.Worker}; nothing here is locked.
 */
@NullMarked
package io.registrybridge.registry.consul;

import org.jspecify.annotations.NullMarked;
