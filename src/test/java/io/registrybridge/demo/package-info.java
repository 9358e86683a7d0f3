/** The main job to look at: {@code ./mvnw spring-boot:test-run}. */
@NullMarked
package io.registrybridge.demo;

import org.jspecify.annotations.NullMarked;
