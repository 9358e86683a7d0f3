@NullMarked
package io.registrybridge.plan;

import org.jspecify.annotations.NullMarked;
