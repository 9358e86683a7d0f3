/**
 * The figures, one class each, one printed line each: {@code ./mvnw spring-boot:test-run
 * -Dspring-boot.run.main-class=io.registrybridge.bench.Bench}. No test depends on a timing.
 */
@NullMarked
package io.registrybridge.bench;

import org.jspecify.annotations.NullMarked;
