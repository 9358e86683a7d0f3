/**
 * Demotes a complete reading that lost too much to a partial one: pure. Uses registry and catalog.
 */
@NullMarked
package io.registrybridge.guard;

import org.jspecify.annotations.NullMarked;
