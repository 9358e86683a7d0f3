package io.registrybridge.status;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** Whose bridge this is, and between what. */
record BridgeInfoContributor(BridgeInfo info) implements InfoContributor {

  private record Description(
      String owner,
      String policy,
      boolean dryRun,
      SortedMap<String, List<String>> registries,
      SortedMap<String, List<String>> sinks) {}

  @Override
  public void contribute(Info.Builder builder) {
    builder.withDetail(
        "bridge",
        new Description(
            info.owner(),
            Spelling.of(info.policy()),
            info.dryRun(),
            byKind(info.registries()),
            byKind(info.sinks())));
  }

  private static SortedMap<String, List<String>> byKind(Map<String, String> kinds) {
    return kinds.entrySet().stream()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getValue,
                TreeMap::new,
                Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
  }
}
