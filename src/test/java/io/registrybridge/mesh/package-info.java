@NullMarked
package io.registrybridge.mesh;

import org.jspecify.annotations.NullMarked;
