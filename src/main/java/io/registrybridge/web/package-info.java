/**
 * What guards the bridge over HTTP: the operators' token, and requests whose body is nobody's
 * business. Uses Spring Web and the JDK; nothing of the bridge's own.
 */
@NullMarked
package io.registrybridge.web;

import org.jspecify.annotations.NullMarked;
