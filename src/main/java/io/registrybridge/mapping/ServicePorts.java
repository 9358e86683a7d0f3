package io.registrybridge.mapping;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.registrybridge.catalog.Instance;
import io.registrybridge.mesh.Port;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The ports of a service as callers see them: one per role, under a number that does not depend on
 * where the instances listen.
 */
final class ServicePorts {

  /** Istio takes 256 ports; a service whose instances all listen elsewhere must not fill them. */
  private static final int MOST_INSTANCE_PORTS = 32;

  /** Of roles without a number; an instance may have any number of them. */
  private static final int MOST_TOLD = 100;

  /** A key of an endpoint's ports has fewer than 63 characters. */
  private static final int LONGEST_NAME = 62;

  private final MappingRules rules;
  private final Consumer<String> objections;
  private final Map<String, List<Port>> byRole = new LinkedHashMap<>();
  private final Set<Integer> numbers = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private int beyond;
  private int unnumbered;

  private ServicePorts(MappingRules rules, Consumer<String> objections) {
    this.rules = rules;
    this.objections = objections;
  }

  /** The ports that these candidates serve together. */
  static ServicePorts of(
      List<Candidate> candidates, MappingRules rules, Consumer<String> objections) {
    var ports = new ServicePorts(rules, objections);
    roles(candidates).forEach(role -> ports.add(role, having(role, candidates), candidates.size()));
    if (rules.instancePorts()) {
      ports.addInstancePorts(having(Instance.PRIMARY, candidates));
    }
    if (ports.unnumbered > MOST_TOLD) {
      objections.accept(
          "%d more port roles have no number".formatted(ports.unnumbered - MOST_TOLD));
    }
    if (ports.beyond > 0) {
      objections.accept(
          "%d ports beside the first %d are left out: Istio takes no more of an endpoint"
              .formatted(ports.beyond, Port.MOST));
    }
    return ports;
  }

  /**
   * The usual roles come first, so that they get their numbers and names whatever else is there.
   */
  private static Stream<String> roles(List<Candidate> candidates) {
    var named = new TreeSet<String>();
    candidates.forEach(candidate -> named.addAll(candidate.ports().keySet()));
    var usual = Stream.of(Instance.PRIMARY, Instance.SECURE).filter(named::contains).toList();
    return Stream.concat(usual.stream(), named.stream().filter(role -> !usual.contains(role)));
  }

  private static List<Candidate> having(String role, List<Candidate> candidates) {
    return candidates.stream().filter(candidate -> candidate.ports().containsKey(role)).toList();
  }

  private void add(String role, List<Candidate> having, int all) {
    var protocol = protocol(role, having);
    var number = number(role, protocol, having);
    if (number.isEmpty()) {
      withoutNumber(role);
    } else if (add(role, new Port(name(role, protocol), number.get(), protocol.spelled()))) {
      explain(role, protocol, number.get(), all - having.size());
    }
  }

  private void withoutNumber(String role) {
    if (++unnumbered <= MOST_TOLD) {
      objections.accept("port role '%s' has no number: set mapping.ports.%s".formatted(role, role));
    }
  }

  private Optional<Integer> number(String role, Protocol protocol, List<Candidate> having) {
    var said =
        votes(
            having.stream().filter(one -> one.numbers().containsKey(role)).toList(),
            one -> one.numbers().getOrDefault(role, 0));
    if (said.size() > 1) {
      objections.accept(
          "port role '%s' has the number %d, as most instances say".formatted(role, most(said)));
    }
    if (!said.isEmpty()) {
      return Optional.of(most(said));
    }
    return protocol.hasHosts()
        ? Optional.ofNullable(rules.ports().get(role))
        : Optional.of(instancePort(role, having));
  }

  private boolean add(String role, Port port) {
    if (names.size() == Port.MOST) {
      beyond++;
      return false;
    }
    if (numbers.contains(port.number()) || names.contains(port.name())) {
      objections.accept(
          "port role '%s' wants the number %d and the name '%s', one of which another role has"
              .formatted(role, port.number(), port.name()));
      return false;
    }
    numbers.add(port.number());
    names.add(port.name());
    byRole.computeIfAbsent(role, key -> new ArrayList<>()).add(port);
    return true;
  }

  private void explain(String role, Protocol protocol, int number, int without) {
    if (!protocol.hasHosts()) {
      objections.accept(
          "%s port %d: Istio tells services on it apart by address alone, so callers need DNS capture"
              .formatted(protocol.spelled(), number));
    }
    if (without > 0) {
      objections.accept(
          "%d instances have no %s port; Istio sends requests for port %d to their own port %d"
              .formatted(without, role, number, number));
    }
  }

  private Protocol protocol(String role, List<Candidate> having) {
    var votes =
        votes(having, candidate -> candidate.protocols().getOrDefault(role, rules.protocol()));
    if (votes.size() > 1) {
      objections.accept(
          "port role '%s' speaks %s, as most instances say".formatted(role, most(votes).spelled()));
    }
    return most(votes);
  }

  private static int instancePort(String role, List<Candidate> having) {
    SortedMap<Integer, Long> votes =
        votes(having, candidate -> candidate.ports().getOrDefault(role, 0));
    return most(votes);
  }

  private static <T extends Comparable<T>> SortedMap<T, Long> votes(
      List<Candidate> candidates, Function<Candidate, T> vote) {
    return candidates.stream().collect(groupingBy(vote, TreeMap::new, counting()));
  }

  /** The one with the most votes; the first in order of those that have as many. */
  private static <T extends Comparable<T>> T most(SortedMap<T, Long> votes) {
    return votes.entrySet().stream()
        .max(
            Map.Entry.<T, Long>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
        .orElseThrow()
        .getKey();
  }

  private String name(String role, Protocol protocol) {
    var plain = protocol.portName();
    var usual = role.equals(Instance.PRIMARY) || role.equals(Instance.SECURE);
    var name = usual ? plain : plain + "-" + Hosts.label(role);
    return names.contains(name) || name.length() > LONGEST_NAME
        ? Hosts.tailed(name, role, LONGEST_NAME)
        : name;
  }

  /** Callers that know an instance's port but not ours find the service under each of them. */
  private void addInstancePorts(List<Candidate> having) {
    if (having.isEmpty()) {
      return;
    }
    var protocol = protocol(Instance.PRIMARY, having);
    var distinct = new TreeSet<Integer>();
    having.forEach(one -> distinct.add(one.ports().getOrDefault(Instance.PRIMARY, 0)));
    distinct.removeAll(numbers);
    if (distinct.size() > MOST_INSTANCE_PORTS) {
      objections.accept(
          "%d instance ports are too many; the lowest %d become service ports"
              .formatted(distinct.size(), MOST_INSTANCE_PORTS));
    }
    distinct.stream()
        .limit(MOST_INSTANCE_PORTS)
        .forEach(
            number ->
                add(
                    Instance.PRIMARY,
                    new Port(protocol.portName() + "-" + number, number, protocol.spelled())));
  }

  List<Port> ports() {
    return byRole.values().stream().flatMap(List::stream).toList();
  }

  /** The candidate's own port numbers by the names of the service's ports. */
  SortedMap<String, Integer> named(Candidate candidate) {
    var named = new TreeMap<String, Integer>();
    candidate
        .ports()
        .forEach(
            (role, number) ->
                byRole
                    .getOrDefault(role, List.of())
                    .forEach(port -> named.put(port.name(), number)));
    return named;
  }
}
