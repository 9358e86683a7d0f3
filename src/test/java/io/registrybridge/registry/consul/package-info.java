@NullMarked
package io.registrybridge.registry.consul;

import org.jspecify.annotations.NullMarked;
