/**
 * The difference between what stands in a sink and what should: pure. Everything that is held back
 * is held back here, and nowhere else. Uses the mesh values.
 */
@NullMarked
package io.registrybridge.plan;

import org.jspecify.annotations.NullMarked;
