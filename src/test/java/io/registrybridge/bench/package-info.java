/**
 * The figures of {@code docs/scale.md}, one class each, one printed line each: {@code ./mvnw
 * -Pbench spring-boot:test-run -Dspring-boot.run.arguments=NAME}. No test depends on a timing.
 *
 * <p>What runs a bridge in a process of its own needs the jar, from {@code ./mvnw package
 * -DskipTests}, a JDK 25 in {@code JAVA25_HOME}, as the image has it, and Linux, which tells how
 * much memory a process has.
 */
@NullMarked
package io.registrybridge.bench;

import org.jspecify.annotations.NullMarked;
