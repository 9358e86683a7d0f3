@NullMarked
package io.registrybridge.config;

import org.jspecify.annotations.NullMarked;
