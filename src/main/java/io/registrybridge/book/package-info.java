/**
 * A map that says cheaply what changed, so that work may cost what changed and not what there is.
 * Any package may use it as it uses the JDK's collections; it uses the JDK alone.
 */
@NullMarked
package io.registrybridge.book;

import org.jspecify.annotations.NullMarked;
