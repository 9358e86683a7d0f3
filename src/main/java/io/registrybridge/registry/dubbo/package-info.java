/**
 * Providers that register in ZooKeeper as Dubbo does for interfaces: a node for each interface, and
 * below its {@code providers} a node for each provider, which is told by its name, a URL. Uses
 * registry, registry.curator and catalog.
 */
@NullMarked
package io.registrybridge.registry.dubbo;

import org.jspecify.annotations.NullMarked;
