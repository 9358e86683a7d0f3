/** The status over real HTTP, made from a bridge that says what a test wants it to say. */
@NullMarked
package io.registrybridge.status;

import org.jspecify.annotations.NullMarked;
