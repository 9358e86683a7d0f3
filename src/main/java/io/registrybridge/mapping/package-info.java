/**
 * From the catalog to mesh resources: pure, and remembering nothing that a restart would change.
 * Uses catalog and mesh.
 */
@NullMarked
package io.registrybridge.mapping;

import org.jspecify.annotations.NullMarked;
