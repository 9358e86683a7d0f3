/**
 * Watches a Eureka server by its REST interface, by delta and now and then in full. Not by Eureka's
 * client, which tells neither an outage from an empty registry nor an instance's own zone from the
 * reader's. Uses registry, registry.http and catalog, and Jackson.
 */
@NullMarked
package io.registrybridge.registry.eureka;

import org.jspecify.annotations.NullMarked;
