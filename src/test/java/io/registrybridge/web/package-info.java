/** Who may pass, and what is seen of a request. */
@NullMarked
package io.registrybridge.web;

import org.jspecify.annotations.NullMarked;
