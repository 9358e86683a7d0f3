/**
 * The port to whatever Istio reads from. The sink is the bridge's memory: there is no other. Uses
 * mesh and plan.
 */
@NullMarked
package io.registrybridge.sink;

import org.jspecify.annotations.NullMarked;
