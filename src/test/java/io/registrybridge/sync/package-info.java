@NullMarked
package io.registrybridge.sync;

import org.jspecify.annotations.NullMarked;
