package io.registrybridge.registry.discovery;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One Spring Cloud client, {@code bridge.registry.discovery-client.<name>}.
 *
 * @param bean the name of the {@code DiscoveryClient} bean, such as {@code simpleDiscoveryClient}.
 *     Required
 * @param interval from the end of one read to the next, 10s by default; a heartbeat of the client
 *     that tells of a change brings the next one forward
 * @param timeout for one whole read: the list of services and each service's instances, 10s by
 *     default
 * @param confirmations how many reads in a row must say that there is nothing (no service, or no
 *     instance of a service) before it is believed, the last of them this many intervals less one
 *     after the first; 3 by default, 1 believes the client at once
 * @param required whether readiness waits for this registry, true by default
 */
public record DiscoveryClientSettings(
    @NotNull(message = "must name a DiscoveryClient bean") String bean,
    @DefaultValue("10s") @DurationMin(nanos = 1) Duration interval,
    @DefaultValue("10s") @DurationMin(nanos = 1) Duration timeout,
    @DefaultValue("3") @Min(1) int confirmations,
    @DefaultValue("true") boolean required) {}
