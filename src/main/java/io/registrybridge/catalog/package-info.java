/**
 * What registries say, as values: services and their instances, without a word about Istio. Uses
 * the JDK alone.
 */
@NullMarked
package io.registrybridge.catalog;

import org.jspecify.annotations.NullMarked;
