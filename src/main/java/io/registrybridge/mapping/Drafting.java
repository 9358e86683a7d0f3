package io.registrybridge.mapping;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.mesh.IpAddress;
import io.registrybridge.mesh.Keys;
import io.registrybridge.mesh.Resolution;
import io.registrybridge.mesh.ResourceId;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Drafts one service: drops what Istio would not take or must not get, and says why. */
final class Drafting {

  /** Of one service; nobody reads more, and a registry may list any number of instances. */
  private static final int MOST_FLAWS = 1000;

  private static final Pattern LABEL_VALUE =
      Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");
  private static final Pattern LOCALITY = Pattern.compile("[A-Za-z0-9._/ -]{0,253}");
  private static final Pattern PLACE = Pattern.compile("\\{([^{}]+)}");

  private final ServiceKey service;
  private final MappingRules rules;
  private final List<Flaw> flaws = new ArrayList<>();
  private int untold;
  private final List<String> taken = new ArrayList<>();

  private Drafting(ServiceKey service, MappingRules rules) {
    this.service = service;
    this.rules = rules;
  }

  static Draft draft(Service service, MappingRules rules) {
    return new Drafting(service.key(), rules).draft(service.instances());
  }

  private Draft draft(List<Instance> listed) {
    var chosen = listed.stream().filter(one -> rules.metadata().chosen(one.metadata())).toList();
    var candidates = chosen.stream().flatMap(one -> candidate(one).stream()).toList();
    var wanted = wanted(listed);
    if (untold > 0) {
      flaws.add(
          flaw(service.name(), "%d more flaws of its instances are not told".formatted(untold)));
    }
    return new Draft(
        service,
        rules,
        wanted,
        tails(wanted),
        listed.isEmpty(),
        listed.stream().anyMatch(this::usable),
        taken,
        Draft.party(service.name(), rules),
        candidates,
        flaws);
  }

  /** By the same weight as a candidate, or else what metadata drains would look like starved. */
  private boolean usable(Instance instance) {
    var said = new Said(instance, rules, objection -> {}); // told where candidates are chosen
    return instance.status() == Status.UP && said.weight() > 0;
  }

  private ResourceId wanted(List<Instance> instances) {
    var byHand = rules.hosts().get(service.name());
    return byHand == null
        ? new Wishes(instances, rules, objection -> flaws.add(flaw(service.name(), objection)))
            .of(rules.host().host(service))
        : ResourceId.serviceEntry(rules.namespace(), byHand);
  }

  private List<ResourceId> tails(ResourceId wanted) {
    return Hosts.tailed(wanted.name(), service).stream()
        .map(tailed -> ResourceId.serviceEntry(wanted.namespace(), tailed))
        .toList();
  }

  private Optional<Candidate> candidate(Instance instance) {
    var said = new Said(instance, rules, objection -> flaw(instance, objection));
    var weight = said.weight();
    var out = instance.status() == Status.OUT || !(weight > 0);
    if (instance.status() == Status.FAILED) {
      return Optional.empty();
    }
    if (out) {
      taken.add(plain(instance.address()));
      if (rules.draining() == Draining.OMIT) {
        return Optional.empty();
      }
    }
    var address = address(instance);
    var ports = ports(instance);
    if (address.isEmpty() || ports.isEmpty()) {
      return Optional.empty();
    }
    var protocols = new TreeMap<String, Protocol>();
    var numbers = new TreeMap<String, Integer>();
    for (var role : ports.keySet()) {
      protocols.put(role, said.protocol(role));
      said.port(role).ifPresent(number -> numbers.put(role, number));
    }
    return Optional.of(
        new Candidate(
            address.get(),
            ports,
            protocols,
            numbers,
            labels(instance, out),
            out ? 1 : weight,
            locality(instance, said),
            rules.network(),
            rules.serviceAccount()));
  }

  /** The address as an endpoint would have it, if it is one at all. */
  private static String plain(String address) {
    var text = text(address);
    return IpAddress.parse(text).map(InetAddress::getHostAddress).orElse(text);
  }

  private static String text(String address) {
    return address.replaceAll("^\\[|]$", "").toLowerCase(Locale.ROOT);
  }

  private Optional<String> address(Instance instance) {
    var text = text(instance.address());
    var literal = IpAddress.parse(text);
    if (literal.isPresent()) {
      return allowed(instance, text, literal.get());
    }
    if (rules.resolution() == Resolution.STATIC) {
      flaw(
          instance,
          "its address '%s' is no IP address; resolution 'dns' would take names"
              .formatted(Flaw.brief(text)));
      return Optional.empty();
    }
    var refused = Hosts.refused(text);
    refused.ifPresent(reason -> flaw(instance, "its address is refused: %s".formatted(reason)));
    return refused.isPresent() ? Optional.empty() : Optional.of(text);
  }

  private Optional<String> allowed(Instance instance, String text, InetAddress address) {
    var objection = rules.addresses().objection(address);
    objection.ifPresent(reason -> flaw(instance, "its address %s %s".formatted(text, reason)));
    // Spelled by the JDK: Istio's parser refuses some spellings that the JDK's takes, and an IPv4
    // address in IPv6 clothes is written as what it is.
    var spelled = address.getHostAddress();
    var kept = spelled.equals(instance.address()) ? instance.address() : spelled; // one for both
    return objection.isPresent() ? Optional.empty() : Optional.of(kept);
  }

  private SortedMap<String, Integer> ports(Instance instance) {
    var ports = new TreeMap<String, Integer>();
    instance
        .ports()
        .forEach(
            (role, number) -> {
              if (number >= 1 && number <= 65535) {
                ports.put(role, number);
              } else {
                flaw(instance, "its %s port %s is none of 1 to 65535".formatted(role, number));
              }
            });
    if (instance.ports().isEmpty()) {
      flaw(instance, "it has no port");
    }
    return ports;
  }

  private SortedMap<String, String> labels(Instance instance, boolean out) {
    var labels = new TreeMap<String, String>();
    rules
        .labels()
        .forEach(
            (metadata, key) -> {
              var value = instance.metadata().get(metadata);
              if (value != null && LABEL_VALUE.matcher(value).matches()) {
                labels.put(key, value);
              } else if (value != null) {
                flaw(
                    instance,
                    "metadata '%s' is no legal value of the label %s: letters, digits and '-_.' within, at most 63"
                        .formatted(metadata, key));
              }
            });
    labels.put(Keys.from(service.registry()), Keys.partitionLabel(service.partition()));
    if (out) {
      labels.put(Keys.DRAINING, "true");
    }
    return labels;
  }

  private String locality(Instance instance, Said said) {
    var locality = said.locality().orElseGet(() -> fromPattern(instance));
    if (!LOCALITY.matcher(locality).matches()) {
      flaw(
          instance,
          "its locality is left out: it takes letters, digits, spaces and '._/-', at most 253");
      return "";
    }
    return locality;
  }

  /** Empty if a part of it is unknown: half a locality would be a wrong one. */
  private String fromPattern(Instance instance) {
    var unknown =
        PLACE
            .matcher(rules.locality())
            .results()
            .anyMatch(place -> value(instance, place.group(1)).isEmpty());
    return unknown
        ? ""
        : PLACE
            .matcher(rules.locality())
            .replaceAll(place -> Matcher.quoteReplacement(value(instance, place.group(1))));
  }

  private String value(Instance instance, String key) {
    return instance.metadata().getOrDefault(key, registrysOwn(instance, key));
  }

  private String registrysOwn(Instance instance, String key) {
    return switch (key) {
      case "zone" -> instance.locality();
      case "partition" -> service.partition();
      default -> "";
    };
  }

  private void flaw(Instance instance, String reason) {
    if (flaws.size() < MOST_FLAWS) {
      flaws.add(flaw(instance.id(), reason));
    } else {
      untold++;
    }
  }

  private Flaw flaw(String subject, String reason) {
    return new Flaw(service, subject, reason);
  }
}
