package io.registrybridge.registry.dubbo;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A provider's URL, such as {@code dubbo://10.0.0.1:20880/com.acme.Orders?version=1.0.0}.
 *
 * @param scheme what is spoken there, in lower case
 * @param host without the brackets of an IPv6 address
 * @param parameters all but {@link #process} and {@link #started}, which change with every start
 * @param process the number of the process, empty if it is not told
 * @param started when it registered, 0 if that is not told
 */
record ProviderUrl(
    String scheme,
    String host,
    int port,
    SortedMap<String, String> parameters,
    String process,
    long started) {

  ProviderUrl {
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
  }

  String parameter(String key, String otherwise) {
    return parameters.getOrDefault(key, otherwise);
  }

  String address() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
