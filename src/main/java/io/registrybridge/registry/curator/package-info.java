/**
 * What registries have in common that stand in ZooKeeper: the connection and its states, the tree
 * below their root, read in full and then watched, and what is wrong in words. What the nodes mean
 * is told by a {@link io.registrybridge.registry.curator.Layout}. Uses registry, registry.http and
 * catalog, and Curator.
 */
@NullMarked
package io.registrybridge.registry.curator;

import org.jspecify.annotations.NullMarked;
