@NullMarked
package io.registrybridge.guard;

import org.jspecify.annotations.NullMarked;
