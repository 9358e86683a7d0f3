/** What Istio is told, as values, and where each of them came from. Uses the JDK alone. */
@NullMarked
package io.registrybridge.mesh;

import org.jspecify.annotations.NullMarked;
