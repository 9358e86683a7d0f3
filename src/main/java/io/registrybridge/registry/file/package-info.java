/**
 * A YAML file as a registry: for what no registry lists, for a file that another program writes,
 * and for a mounted ConfigMap.
 *
 * <pre>{@code
 * services:
 *   ORDERS:                              # a service, by its name
 *   - address: 10.0.0.1                  # required
 *     port: 8080                         # of a port, a secure-port and ports, one at least
 *     secure-port: 8443
 *     ports: {admin: 9000}               # others by role
 *     id: orders-1                       # else address:port
 *     status: UP                         # UP (the default), OUT or FAILED
 *     weight: 1                          # 0 takes it out
 *     zone: eu-1a                        # its locality
 *     metadata: {version: v1}
 *   - {address: 10.0.0.2, port: 8080}
 *   billing: []                          # a service without instances
 *   shop:
 *     partition: dc1                     # a service in a partition
 *     instances:
 *     - {address: 10.0.0.3, port: 8080}
 * }</pre>
 *
 * <p>Other keys beside {@code services} are ignored, so that they can hold YAML anchors. Every
 * scalar is read as it is spelled: {@code version: 1.10} is the text {@code 1.10}. {@code services:
 * {}} says that there are none; an empty or absent file says nothing. Uses registry, catalog and a
 * YAML parser.
 */
@NullMarked
package io.registrybridge.registry.file;

import org.jspecify.annotations.NullMarked;
