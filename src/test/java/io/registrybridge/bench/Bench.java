package io.registrybridge.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Prints the figures that are named as arguments, or all of them. */
public final class Bench {

  private static final String COMMAND =
      "./mvnw -Pbench spring-boot:test-run -Dspring-boot.run.arguments=";

  private Bench() {}

  /** What is measured, and found, in one line. */
  private interface Figure {
    String of(Given given) throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    // Registries are filled by what may be said twice, and some close a connection just when it is
    // used.
    System.setProperty("jdk.httpclient.enableAllMethodRetry", "true");
    var sizes = Stream.of(arguments).filter(argument -> argument.contains("=")).toList();
    var given = Given.of(sizes.stream());
    for (var name : chosen(arguments)) {
      var measured = figure(name).of(given);
      var command = String.join(" ", Stream.concat(Stream.of(name), sizes.stream()).toList());
      System.out.printf("%s: %s  [%s\"%s\"]%n", name, measured, COMMAND, command);
    }
    System.exit(0);
  }

  private static List<String> chosen(String[] arguments) {
    var named = Stream.of(arguments).filter(argument -> !argument.contains("=")).toList();
    return named.isEmpty() ? List.copyOf(figures().keySet()) : named;
  }

  private static Figure figure(String name) {
    var figure = figures().get(name);
    if (figure == null) {
      throw new IllegalArgumentException(name + " is none of " + figures().keySet());
    }
    return figure;
  }

  private static Map<String, Figure> figures() {
    var figures = new LinkedHashMap<String, Figure>();
    figures.put("unchanged-pass", UnchangedPass::figure);
    figures.put("one-change", given -> OneChange.figure());
    figures.put("heap", given -> Heap.figure());
    figures.put("first-sync", FirstSync::figure);
    figures.put("consul-flip", ConsulFlip::figure);
    figures.put("consul-many", given -> ConsulMany.figure());
    figures.put("eureka-change", EurekaChange::figure);
    figures.put("nacos-change", NacosChange::figure);
    figures.put("zookeeper-change", ZooKeeperChange::figure);
    figures.put("zookeeper-read", given -> ZooKeeperRead.figure());
    figures.put("mcp-to-istiod", given -> McpToIstiod.figure());
    figures.put("mcp-push", McpPush::figure);
    figures.put("memory", ResidentMemory::figure);
    figures.put("start", Start::figure);
    figures.put("idle", Idle::figure);
    figures.put("burst", Burst::figure);
    return figures;
  }
}
