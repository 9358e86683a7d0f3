/** Where the program starts. */
@NullMarked
package io.registrybridge;

import org.jspecify.annotations.NullMarked;
