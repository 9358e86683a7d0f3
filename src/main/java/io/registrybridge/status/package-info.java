/**
 * What operators see and do: actuator endpoints, health, metrics and info, all made from {@link
 * io.registrybridge.sync.Report}. Uses sync, the values, Spring Boot's actuator and Micrometer.
 */
@NullMarked
package io.registrybridge.status;

import org.jspecify.annotations.NullMarked;
