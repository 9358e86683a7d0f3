@NullMarked
package io.registrybridge.sink.mcp;

import org.jspecify.annotations.NullMarked;
