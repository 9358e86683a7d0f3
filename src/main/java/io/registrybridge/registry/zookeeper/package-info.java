/**
 * Services that register in ZooKeeper as Spring Cloud and Curator's service discovery lay them out:
 * a node for each service, below it a node for each instance, and what the instance is in that
 * node's JSON. Read as a tree of values and never as the class that it names. Uses registry,
 * registry.curator and catalog, and Jackson.
 */
@NullMarked
package io.registrybridge.registry.zookeeper;

import org.jspecify.annotations.NullMarked;
