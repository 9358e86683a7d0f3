/**
 * What sinks share that live in a cluster: how it says that something went wrong, and the Lease by
 * which replicas agree on the one that writes. Uses sink and mesh, and fabric8 to speak with the
 * API server.
 */
@NullMarked
package io.registrybridge.sink.cluster;

import org.jspecify.annotations.NullMarked;
