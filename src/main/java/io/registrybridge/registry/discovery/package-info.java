/**
 * Any Spring Cloud {@code DiscoveryClient} bean as a registry, also one put beside the jar. The
 * interface has no way to say "I do not know": several clients answer with an empty list when they
 * failed, so that an empty answer is believed only once it was repeated. Reads each client by
 * itself, because {@code CompositeDiscoveryClient} hides who said what and who said nothing. Uses
 * registry and catalog, Spring Cloud Commons and Spring Cloud's Eureka client.
 */
@NullMarked
package io.registrybridge.registry.discovery;

import org.jspecify.annotations.NullMarked;
