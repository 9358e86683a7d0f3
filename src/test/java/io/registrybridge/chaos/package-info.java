/**
 * Real peers and real bridges in processes of their own, to which anything may happen. What happens
 * follows from a seed; what has to hold all the time is looked at from the API server.
 */
@NullMarked
package io.registrybridge.chaos;

import org.jspecify.annotations.NullMarked;
