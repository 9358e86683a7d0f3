/**
 * A Kubernetes cluster as a sink: ServiceEntries and WorkloadEntries are read by list and watch,
 * and written by server-side apply. Uses sink, mesh and plan, fabric8's client and resilience4j.
 */
@NullMarked
package io.registrybridge.sink.kubernetes;

import org.jspecify.annotations.NullMarked;
