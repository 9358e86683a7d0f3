package io.registrybridge.registry.file;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Status;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Decodes one instance. */
final class InstanceDecoder {

  static final Set<String> KEYS =
      Set.of(
          "id", "address", "port", "secure-port", "ports", "status", "weight", "zone", "metadata");

  private InstanceDecoder() {}

  static Instance instance(Fields fields) throws Malformed {
    var address = fields.text("address");
    var ports = ports(fields);
    if (address.isBlank() || ports.isEmpty()) {
      throw new Malformed("has no " + (address.isBlank() ? "address" : "port"));
    }
    var weight = fields.has("weight") ? fields.share("weight") : 1;
    return new Instance(
        id(fields, address, ports),
        address,
        ports,
        status(fields.text("status"), weight),
        weight,
        fields.text("zone"),
        fields.fields("metadata").texts());
  }

  private static SortedMap<String, Integer> ports(Fields fields) throws Malformed {
    var ports = new TreeMap<String, Integer>();
    var named = fields.fields("ports");
    for (var role : named.keys()) {
      ports.put(role, named.port(role));
    }
    if (fields.has("port")) {
      ports.put(Instance.PRIMARY, fields.port("port"));
    }
    if (fields.has("secure-port")) {
      ports.put(Instance.SECURE, fields.port("secure-port"));
    }
    return ports;
  }

  private static String id(Fields fields, String address, SortedMap<String, Integer> ports)
      throws Malformed {
    var id = fields.text("id");
    var first = ports.getOrDefault(Instance.PRIMARY, ports.get(ports.firstKey()));
    return id.isBlank() ? address + ":" + first : id;
  }

  private static Status status(String spelled, double weight) throws Malformed {
    try {
      var status = spelled.isEmpty() ? Status.UP : Status.valueOf(spelled.toUpperCase(Locale.ROOT));
      return weight == 0 && status == Status.UP ? Status.OUT : status;
    } catch (IllegalArgumentException e) {
      throw new Malformed("has a status '" + spelled + "' that is not UP, OUT or FAILED");
    }
  }
}
