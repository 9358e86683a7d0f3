/**
 * The one tree of configuration, read strictly before anything is touched, and the wiring of
 * everything else. May use everything.
 */
@NullMarked
package io.registrybridge.config;

import org.jspecify.annotations.NullMarked;
