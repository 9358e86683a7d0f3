/**
 * Watches Nacos servers, from 2.0 on, by the gRPC protocol of Nacos' own clients.
 *
 * <p>Not by the client library, which answers from its memory or its disk while the server is down,
 * does not tell that the protection threshold is in force, keeps logs and caches in the user's home
 * and adds 17 MB with a gRPC and an HTTP stack of its own. Nor by the HTTP interface, of which
 * versions 2 and 3 of Nacos have no listing in common, and which notifies of nothing. What that
 * protocol needs are five questions and four answers in JSON; here they are.
 *
 * <p>Pushes are hints: what is believed is what the server answers when it is asked. Uses registry,
 * registry.http (to log in) and catalog, gRPC and Jackson.
 */
@NullMarked
package io.registrybridge.registry.nacos;

import org.jspecify.annotations.NullMarked;
