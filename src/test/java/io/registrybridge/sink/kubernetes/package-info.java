@NullMarked
package io.registrybridge.sink.kubernetes;

import org.jspecify.annotations.NullMarked;
