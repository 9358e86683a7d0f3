/** The console, and what stands between HTTP and the endpoints. Uses Spring Web. */
@NullMarked
package io.registrybridge.web;

import org.jspecify.annotations.NullMarked;
