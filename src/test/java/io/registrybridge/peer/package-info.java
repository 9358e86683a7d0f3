/**
 * The real peers the integration tests talk to, started on loopback from the binaries that {@code
 * src/test/peers/install} puts in place, or in this JVM. Knows nothing of the bridge.
 */
@NullMarked
package io.registrybridge.peer;

import org.jspecify.annotations.NullMarked;
