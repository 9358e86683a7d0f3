package io.registrybridge.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Prints the figures that are named as arguments, or all of them. */
public final class Bench {

  private static final String COMMAND =
      "./mvnw spring-boot:test-run -Dspring-boot.run.main-class=io.registrybridge.bench.Bench"
          + " -Dspring-boot.run.arguments=";

  private Bench() {}

  public static void main(String[] args) throws Exception {
    var figures = new LinkedHashMap<String, Callable<String>>();
    figures.put("unchanged-pass", UnchangedPass::figure);
    figures.put("one-change", OneChange::figure);
    figures.put("memory", Memory::figure);
    figures.put("first-sync", FirstSync::figure);
    figures.put("consul-flip", ConsulFlip::figure);
    figures.put("consul-many", ConsulMany::figure);
    figures.put("nacos-change", NacosChange::figure);
    figures.put("zookeeper-change", ZooKeeperChange::figure);
    figures.put("zookeeper-read", ZooKeeperRead::figure);
    figures.put("mcp-to-istiod", McpToIstiod::figure);
    var chosen = args.length == 0 ? figures.keySet() : List.of(args);
    for (Map.Entry<String, Callable<String>> figure : figures.entrySet()) {
      if (chosen.contains(figure.getKey())) {
        System.out.printf(
            "%s: %s  [%s%s]%n",
            figure.getKey(), figure.getValue().call(), COMMAND, figure.getKey());
      }
    }
    System.exit(0);
  }
}
