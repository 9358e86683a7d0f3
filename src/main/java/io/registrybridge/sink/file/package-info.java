/**
 * A directory of YAML as a sink: to be reviewed, committed, or read by istiod as an {@code fs://}
 * source. One file per service, {@code <namespace>/<name>.yaml}, so that it changes at once with
 * all its objects; whatever else lies there is seen and left alone. Uses sink, mesh, plan, Jackson
 * and SLF4J.
 */
@NullMarked
package io.registrybridge.sink.file;

import org.jspecify.annotations.NullMarked;
