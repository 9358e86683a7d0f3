/**
 * One pass (Reconciler), when it happens (Loop, Calls) and what happened (Report). Knows ports and
 * values, never an adapter.
 */
@NullMarked
package io.registrybridge.sync;

import org.jspecify.annotations.NullMarked;
