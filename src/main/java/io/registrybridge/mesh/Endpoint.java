package io.registrybridge.mesh;

import io.registrybridge.book.Pairs;
import java.util.Comparator;
import java.util.SortedMap;

/**
 * One place that serves a service.
 *
 * @param address an IP address, or a name where the resolution is DNS
 * @param ports the instance's own port number by the name of the service port
 * @param weight 1 or more
 * @param locality {@code region/zone/subzone}; empty if unknown
 * @param network empty for the mesh's own
 * @param serviceAccount empty where no sidecar vouches for the endpoint
 */
public record Endpoint(
    String address,
    SortedMap<String, Integer> ports,
    SortedMap<String, String> labels,
    int weight,
    String locality,
    String network,
    String serviceAccount)
    implements Comparable<Endpoint> {

  private static final int FRAME = 80; // the names of all fields and what stands between them
  private static final int PAIR = 10; // quotes, colon and comma, and the digits of a port

  private static final Comparator<Endpoint> ORDER =
      Comparator.comparing(Endpoint::address)
          .thenComparing(endpoint -> endpoint.ports().toString())
          .thenComparing(endpoint -> endpoint.labels().toString());

  /** What makes two endpoints the same place, whatever else is said of them. */
  public record Place(String address, SortedMap<String, Integer> ports) {}

  public Endpoint {
    ports = Pairs.copyOf(ports);
    labels = Pairs.copyOf(labels);
  }

  public Place place() {
    return new Place(address, ports);
  }

  public Endpoint withLabels(SortedMap<String, String> other) {
    return new Endpoint(address, ports, other, weight, locality, network, serviceAccount);
  }

  public Endpoint withPorts(SortedMap<String, Integer> other) {
    return new Endpoint(address, other, labels, weight, locality, network, serviceAccount);
  }

  /** About how many bytes it takes in JSON. */
  int size() {
    var size = FRAME + address.length() + locality.length() + network.length();
    for (var port : ports.keySet()) {
      size += PAIR + port.length();
    }
    for (var label : labels.entrySet()) {
      size += PAIR + label.getKey().length() + label.getValue().length();
    }
    return size + serviceAccount.length();
  }

  /** Whether this endpoint says that it came from the origin's registry and partition. */
  public boolean from(Origin origin) {
    return Keys.partitionLabel(origin.partition()).equals(labels.get(Keys.from(origin.registry())));
  }

  @Override
  public int compareTo(Endpoint other) {
    return ORDER.compare(this, other);
  }
}
