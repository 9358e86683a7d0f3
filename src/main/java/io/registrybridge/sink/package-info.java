/**
 * The port to whatever Istio reads from. The sink is the bridge's memory: there is no other. Uses
 * mesh and plan.
 *
 * <p>What is planned is a whole service. That its endpoints may stand in WorkloadEntries is a
 * {@link io.registrybridge.mesh.Form} of it, which every sink writes and reads back; so all that is
 * held, guarded, claimed, counted and explained endpoint by endpoint need not know of it.
 */
@NullMarked
package io.registrybridge.sink;

import org.jspecify.annotations.NullMarked;
