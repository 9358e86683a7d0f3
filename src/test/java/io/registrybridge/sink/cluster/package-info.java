@NullMarked
package io.registrybridge.sink.cluster;

import org.jspecify.annotations.NullMarked;
