/**
 * Istiods as a sink: they read the resources as a configuration source, MCP over xDS, and each
 * answer is everything there is. What stands is another sink's to remember; this one serves that,
 * and nothing that is not remembered. Uses sink, mesh, plan, gRPC, Spring Boot's SSL bundles,
 * Jackson and SLF4J.
 */
@NullMarked
package io.registrybridge.sink.mcp;

import org.jspecify.annotations.NullMarked;
