@NullMarked
package io.registrybridge.mapping;

import org.jspecify.annotations.NullMarked;
