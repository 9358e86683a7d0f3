package io.registrybridge.demo;

import io.registrybridge.BridgeApplication;
import io.registrybridge.peer.EurekaPeer;
import java.nio.file.Path;

/**
 * A real Eureka server on its usual port with a few applications, and the bridge on 8080 that
 * follows it into a directory of YAML.
 */
public final class EurekaDemo {

  private static final Path DIRECTORY = Path.of("target", "demo", "mesh");

  private EurekaDemo() {}

  public static void main(String[] args) {
    var eureka = EurekaPeer.start(8761);
    Runtime.getRuntime().addShutdownHook(new Thread(eureka::close, "eureka"));
    register(eureka);
    BridgeApplication.main(
        new String[] {
          "--spring.profiles.active=eureka,file",
          "--bridge.owner=demo",
          "--bridge.policy=sync",
          "--bridge.registry.eureka.shop.interval=1s",
          "--bridge.sink.file.review.directory=" + DIRECTORY,
          "--eureka.client.enabled=false",
          "--logging.level.com.netflix=WARN",
        });
    System.out.println(tour());
  }

  private static void register(EurekaPeer eureka) {
    eureka.register("ORDERS", "orders-1", "10.0.0.1", 8080, "UP", "version=v1");
    eureka.register("ORDERS", "orders-2", "10.0.0.2", 8081, "UP", "version=v2");
    eureka.register("BILLING", "billing-1", "10.0.1.1", 8080, "UP");
    eureka.register("BILLING", "billing-2", "10.0.1.2", 8080, "UP");
    eureka.status("BILLING", "billing-2", "OUT_OF_SERVICE");
    eureka.registerWithTwoPorts("PAYMENT", "payment-1", "10.0.2.1", 8080, 8443);
    eureka.register("STOCK_V2", "stock-1", "10.0.3.1", 8080, "UP");
    eureka.register("MAIL", "mail-1", "10.0.4.1", 8080, "DOWN");
  }

  private static String tour() {
    return """

        What Eureka lists     http://localhost:8761
        What Istio is told    %s
        What the bridge says  http://localhost:8080

        Register one more instance, and look at orders.shop.mesh.yaml a second later:

          curl -X POST localhost:8761/eureka/apps/ORDERS -H 'Content-Type: application/json' -d '{"instance": {
            "instanceId": "orders-3", "app": "ORDERS", "hostName": "10.0.0.3", "ipAddr": "10.0.0.3", "status": "UP",
            "port": {"$": 8082, "@enabled": "true"}, "metadata": {"version": "v3"}, "leaseInfo": {"durationInSecs": 3600},
            "dataCenterInfo": {"@class": "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo", "name": "MyOwn"}}}'

        Take it out of service, and off again:

          curl -X PUT 'localhost:8761/eureka/apps/ORDERS/orders-3/status?value=OUT_OF_SERVICE'
          curl -X DELETE localhost:8761/eureka/apps/ORDERS/orders-3

        Ctrl-C ends both.
        """
        .formatted(DIRECTORY.toAbsolutePath());
  }
}
