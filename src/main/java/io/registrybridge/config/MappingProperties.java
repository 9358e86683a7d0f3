package io.registrybridge.config;

import io.registrybridge.catalog.Instance;
import io.registrybridge.mapping.AddressPool;
import io.registrybridge.mapping.Addresses;
import io.registrybridge.mapping.Draining;
import io.registrybridge.mapping.Forms;
import io.registrybridge.mapping.HostPattern;
import io.registrybridge.mapping.MappingRules;
import io.registrybridge.mapping.MetadataFilter;
import io.registrybridge.mapping.Names;
import io.registrybridge.mapping.Protocol;
import io.registrybridge.mapping.Settable;
import io.registrybridge.mesh.Location;
import io.registrybridge.mesh.Resolution;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How services become mesh resources. What a registry does not say under its own {@code mapping} it
 * takes from {@code bridge.mapping}; maps are merged, lists replace one another.
 *
 * @param namespace where the resources are written, {@code mesh} by default. A sink of kind
 *     kubernetes sees only the namespaces that are written to now: what stands in a former one
 *     stays there
 * @param host how a host is made of {@code {service}}, {@code {registry}} and {@code {partition}};
 *     {@code {service}.{registry}.mesh} by default
 * @param hosts a service's host by hand, by the service's name
 * @param include patterns of the names of the services that are mapped, all by default
 * @param exclude patterns of the names of those that are not
 * @param includeMetadata {@code key}, or {@code key=value} with {@code *} for any text: only
 *     instances whose metadata fits one of them are mapped; all by default. {@code mesh=true} makes
 *     it a matter of opting in
 * @param excludeMetadata the same for instances that are not mapped, whatever else fits
 * @param location {@code mesh-internal} (the default) or {@code mesh-external}
 * @param exportTo the namespaces that see the hosts: {@code *} alone for all (the default), {@code
 *     .} for their own
 * @param resolution {@code static} (the default), or {@code dns} where addresses may be names
 * @param protocol of ports whose protocol nothing tells, {@code http} by default; Dubbo tells it of
 *     all
 * @param ports the service port's number by role; 80 for {@code primary} and 443 for {@code secure}
 *     by default
 * @param instancePorts whether every distinct instance port is a service port too, false by default
 * @param labels metadata keys that become labels of endpoints, {@code version} by default; {@code
 *     key=label} renames
 * @param locality metadata keys in braces, {@code {partition}} for the registry's datacenter,
 *     namespace or group, or a constant; {@code {zone}} by default
 * @param network the endpoints' network, the mesh's own by default
 * @param serviceAccount which the endpoints' sidecars run as; none by default
 * @param draining {@code omit} (the default) leaves out instances that were taken out of service,
 *     the other choice marks them, so that Istio sends them nothing new
 * @param emptyGrace how long a service that is not listed any more keeps its entry without
 *     endpoints, 10m by default
 * @param overrides what metadata may set, nothing by default: of a port, {@code protocol} and the
 *     service port's number, under the keys "protocol" and "port" for the primary one and with the
 *     role for others, as in "protocol.secure"; {@code locality}; {@code weight}; and for the whole
 *     service, as most of its instances say, {@code host}, which must end in the constant that the
 *     host pattern ends in, and {@code namespace}, one that some registry is mapped to
 * @param workloadEntries whether each endpoint is a WorkloadEntry of its own, which the
 *     ServiceEntry selects, instead of standing in the ServiceEntry; false by default, which costs
 *     istiod and the API server least. A ServiceEntry has room for 4,096 endpoints or 1 MiB of
 *     them, and a service that has more is refused without this. A service of several registries
 *     has it if one of them wants it
 * @param workloadEntriesFor the same for single services, by the service's name: {@code {MY_APP:
 *     true}}
 * @param vipCidr a block such as {@code 240.241.0.0/16} of which every host gets an address of its
 *     own, which it keeps; none by default. Istio gives hosts that it has over MCP or from files no
 *     address, and callers by DNS need one. The larger the block, the less does an address depend
 *     on who came first. It must not be used for anything else; Istio itself gives out of {@code
 *     240.240.0.0/16}
 * @param endpointCidrs which addresses endpoints may have
 */
record MappingProperties(
    @DefaultValue("mesh") @Pattern(regexp = Legal.LABEL, message = Legal.LABEL_WORDS)
        String namespace,
    @DefaultValue("{service}.{registry}.mesh") HostPattern host,
    @DefaultValue
        Map<String, @Pattern(regexp = Legal.HOST, message = Legal.HOST_WORDS) String> hosts,
    @DefaultValue("*") @NotEmpty List<String> include,
    @DefaultValue List<String> exclude,
    @DefaultValue
        List<@Pattern(regexp = Legal.RULE, message = Legal.RULE_WORDS) String> includeMetadata,
    @DefaultValue
        List<@Pattern(regexp = Legal.RULE, message = Legal.RULE_WORDS) String> excludeMetadata,
    @DefaultValue("mesh-internal") Location location,
    @DefaultValue("*") @NotEmpty
        List<@Pattern(regexp = Legal.EXPORT, message = Legal.EXPORT_WORDS) String> exportTo,
    @DefaultValue("static") Resolution resolution,
    @DefaultValue("http") Protocol protocol,
    @DefaultValue
        Map<
                @Pattern(regexp = Legal.NAME, message = Legal.NAME_WORDS) String,
                @Min(1) @Max(65535) Integer>
            ports,
    @DefaultValue("false") boolean instancePorts,
    @DefaultValue("version")
        @Size(max = 128, message = "must be 128 at most: Istio takes 256 labels")
        List<LabelRule> labels,
    @DefaultValue("{zone}")
        @MayBeBlank
        @Pattern(regexp = Legal.TEMPLATE, message = Legal.TEMPLATE_WORDS)
        String locality,
    @DefaultValue("")
        @MayBeBlank
        @Pattern(regexp = Legal.LABEL_VALUE, message = Legal.LABEL_VALUE_WORDS)
        String network,
    @DefaultValue("") @MayBeBlank @Pattern(regexp = Legal.ACCOUNT, message = Legal.ACCOUNT_WORDS)
        String serviceAccount,
    @DefaultValue("omit") Draining draining,
    @DefaultValue("10m") @DurationMin Duration emptyGrace,
    @DefaultValue Set<Settable> overrides,
    @DefaultValue("false") boolean workloadEntries,
    @DefaultValue Map<String, Boolean> workloadEntriesFor,
    @DefaultValue Optional<AddressPool> vipCidr,
    @DefaultValue @Valid EndpointCidrs endpointCidrs) {

  private static final Map<String, Integer> PORTS =
      Map.of(Instance.PRIMARY, 80, Instance.SECURE, 443);

  MappingProperties {
    var merged = new TreeMap<>(PORTS);
    merged.putAll(ports);
    ports = merged;
  }

  /**
   * These properties as the mapping takes them.
   *
   * @param namespaces that are written to at all
   * @param told what metadata sets in any case, because the registry itself tells it there
   */
  MappingRules rules(Set<String> namespaces, Set<Settable> told) {
    var settable = new HashSet<>(overrides);
    settable.addAll(told);
    return new MappingRules(
        namespace,
        overrides.contains(Settable.NAMESPACE) ? namespaces : Set.of(),
        host,
        new TreeMap<>(hosts),
        Names.of(include, exclude),
        MetadataFilter.of(includeMetadata, excludeMetadata),
        location,
        exportTo.equals(List.of("*")) ? List.of() : exportTo,
        resolution,
        protocol,
        new TreeMap<>(ports),
        instancePorts,
        LabelRule.byMetadataKey(labels),
        locality,
        network,
        serviceAccount,
        draining,
        settable,
        new Forms(workloadEntries, workloadEntriesFor),
        endpointCidrs.addresses(),
        vipCidr);
  }

  /**
   * Which addresses endpoints may have.
   *
   * @param allow blocks of addresses, all by default
   * @param deny blocks that win over the allowed ones; by default loopback, link-local, metadata
   *     services, multicast and unspecified addresses, and a list of your own replaces these
   */
  record EndpointCidrs(
      @DefaultValue List<Cidr> allow,
      @DefaultValue({
            "0.0.0.0/8",
            "127.0.0.0/8",
            "100.100.100.200/32",
            "168.63.129.16/32",
            "169.254.0.0/16",
            "224.0.0.0/4",
            "255.255.255.255/32",
            "::/96",
            "64:ff9b::/96",
            "fd00:ec2::254/128",
            "fd20:ce::254/128",
            "fe80::/10",
            "ff00::/8"
          })
          List<Cidr> deny) {

    Addresses addresses() {
      return Addresses.of(texts(allow), texts(deny));
    }

    private static List<String> texts(List<Cidr> blocks) {
      return blocks.stream().map(Cidr::text).toList();
    }
  }
}
