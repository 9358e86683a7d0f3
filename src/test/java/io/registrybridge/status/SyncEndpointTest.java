package io.registrybridge.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.sync.Bridge;
import io.registrybridge.sync.Report;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.json.JSONException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skyscreamer.jsonassert.JSONAssert;
import org.skyscreamer.jsonassert.JSONCompareMode;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

@StatusTest
class SyncEndpointTest {

  @Autowired FakeBridge bridge;
  Http http;

  SyncEndpointTest(@LocalServerPort int port) {
    http = new Http(port);
  }

  @BeforeEach
  void open() {
    Shop.open(bridge);
  }

  @Test
  void showsTheWholeBridgeInTheShapeOfTheContract() throws JSONException {
    var answer = http.get("/actuator/sync");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    JSONAssert.assertEquals(
        """
        {
          "owner": "prod-eu", "policy": "upsert-only", "dryRun": false, "paused": false,
          "registries": {
            "core": {
              "kind": "consul", "state": "unavailable", "services": 0, "instances": 0,
              "lastAttempt": "2026-08-01T12:00:00Z", "lastSuccess": null,
              "reason": "connection refused",
              "guard": {
                "tripped": false, "since": null,
                "mark": {"endpoints": 0, "services": 0}, "level": {"endpoints": 0, "services": 0}
              }
            },
            "shop": {
              "kind": "eureka", "state": "partial", "services": 3, "instances": 4,
              "lastAttempt": "2026-08-01T12:00:01Z", "lastSuccess": "2026-08-01T12:00:00Z",
              "reason": "too much was lost",
              "guard": {
                "tripped": true, "since": "2026-08-01T12:00:00Z",
                "mark": {"endpoints": 10, "services": 4}, "level": {"endpoints": 4, "services": 3}
              }
            }
          },
          "sinks": {
            "cluster": {
              "kind": "kubernetes", "leader": true, "holder": "bridge-1", "resources": 2, "endpoints": 3,
              "heldBack": 1, "failed": 1, "rejected": 1,
              "sees": "Services in namespace mesh", "lacks": [], "trouble": "",
              "troubleSince": null, "leaderSince": "2026-08-01T12:00:00Z", "leaderTrouble": "",
              "istiods": []
            },
            "review": {
              "kind": "file", "leader": true, "holder": "", "resources": 0, "endpoints": 0,
              "heldBack": 0, "failed": 0, "rejected": 0, "sees": "", "lacks": [], "trouble": "no such directory",
              "troubleSince": "2026-08-01T12:00:00Z", "leaderSince": null, "leaderTrouble": "",
              "istiods": []
            }
          },
          "lastPass": {
            "id": 7, "at": "2026-08-01T12:00:00Z", "took": 1500, "trigger": "shop",
            "created": 1, "updated": 2, "deleted": 3, "unchanged": 4,
            "failed": 5, "heldBack": 6, "rejected": 7, "left": 8
          },
          "passes": [
            {
              "id": 7, "at": "2026-08-01T12:00:00Z", "took": 1500, "trigger": "shop",
              "created": 1, "updated": 2, "deleted": 3, "unchanged": 4,
              "failed": 5, "heldBack": 6, "rejected": 7, "left": 8
            }
          ]
        }
        """,
        answer.body(),
        JSONCompareMode.STRICT);
  }

  @Test
  void showsWhoReadsFromTheBridgeItself() throws JSONException {
    bridge.audiences = Shop.audiences("review");

    JSONAssert.assertEquals(
        """
        {"sinks": {"review": {"istiods": [
          {"node": "istiod-1", "connected": "2026-08-01T12:00:00Z", "version": "a1", "lag": 0},
          {"node": "istiod-2", "connected": "2026-08-01T12:00:00Z", "version": "", "lag": 1500}
        ]}}}
        """,
        http.get("/actuator/sync").body(),
        JSONCompareMode.STRICT_ORDER);
  }

  @Test
  void hasNoLastPassBeforeTheFirst() {
    bridge.report = new Report(bridge.report.registries(), bridge.report.sinks(), List.of());

    assertThat(http.get("/actuator/sync").body()).contains("\"lastPass\":null");
  }

  @Test
  void tellsWhatOfARegistryDoesNotGetThrough() throws JSONException {
    var answer = http.get("/actuator/sync/shop");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.at("$.state")).isEqualTo("partial");
    assertThat(answer.at("$.guard.mark.endpoints")).isEqualTo(10);
    JSONAssert.assertEquals(
        """
        {
          "name": "shop",
          "flaws": [
            {
              "service": "ORDERS", "partition": "",
              "subject": "orders-2", "reason": "port 0 is no port"
            }
          ],
          "sinks": {
            "cluster": {
              "heldBack": [
                {
                  "kind": "ServiceEntry", "id": "mesh/old.shop.mesh", "registry": "shop",
                  "reason": "the registry lost too much", "since": "2026-08-01T12:00:00Z"
                }
              ],
              "failed": [
                {"kind": "ServiceEntry", "id": "mesh/orders.shop.mesh", "reason": "conflict"}
              ],
              "rejected": [
                {
                  "kind": "ServiceEntry", "id": "mesh/pay-us.shop.mesh",
                  "reason": "another owner has this host"
                }
              ]
            },
            "review": {"heldBack": [], "failed": [], "rejected": []}
          }
        }
        """,
        answer.body(),
        JSONCompareMode.STRICT_ORDER);
  }

  @Test
  void listsARegistrysServicesAndWhatBecameOfEach() throws JSONException {
    JSONAssert.assertEquals(
        """
        {
          "found": 4,
          "services": [
            {
              "service": "OLD", "partition": "", "listed": false, "instances": 0, "up": 0,
              "hosts": ["old.shop.mesh"], "fate": "held-back", "flaws": 0
            },
            {
              "service": "ORDERS", "partition": "", "listed": true, "instances": 2, "up": 1,
              "hosts": ["orders.shop.mesh"], "fate": "failed", "flaws": 1
            },
            {
              "service": "PAY", "partition": "eu", "listed": true, "instances": 0, "up": 0,
              "hosts": ["pay-eu.shop.mesh"], "fate": "pending", "flaws": 0
            },
            {
              "service": "PAY", "partition": "us", "listed": true, "instances": 0, "up": 0,
              "hosts": ["pay-us.shop.mesh"], "fate": "rejected", "flaws": 0
            }
          ]
        }
        """,
        JsonMapper.shared()
            .readTree(http.get("/actuator/sync/shop").body())
            .path("listing")
            .toString(),
        JSONCompareMode.STRICT);
  }

  @ParameterizedTest
  @CsvSource({
    "search=pay, 2, 2",
    "search=EU, 1, 1",
    "search=old.shop, 1, 1",
    "search=nothing, 0, 0",
    "troubled=true, 3, 3",
    "troubled=true&search=pay, 1, 1",
    "limit=1, 4, 1",
    "limit=-1, 4, 0",
    "limit=99999, 4, 4"
  })
  void listsOnlyTheServicesThatAreLookedFor(String query, int found, int shown) {
    var answer = http.get("/actuator/sync/shop?" + query);

    assertThat(answer.at("$.listing.found")).isEqualTo(found);
    assertThat((List<?>) answer.at("$.listing.services")).hasSize(shown);
  }

  @Test
  void knowsNotWhatBecameOfServicesWhereASinkIsUnreadable() {
    bridge.previews = bridge.previews.subList(1, 2);

    assertThat(http.get("/actuator/sync/shop").at("$.listing.services[0].fate"))
        .isEqualTo("unknown");
  }

  @Test
  void blamesNoRegistryForWhatIsAnothers() {
    var answer = http.get("/actuator/sync/core");

    assertThat((List<?>) answer.at("$.sinks.cluster.heldBack")).isEmpty();
    assertThat((List<?>) answer.at("$.sinks.cluster.rejected")).isEmpty();
  }

  @Test
  void explainsAServiceFromTheRegistryToTheSink() throws JSONException {
    var answer = http.get("/actuator/sync/shop/ORDERS");

    assertThat(answer.status()).isEqualTo(200);
    JSONAssert.assertEquals(
        """
        {
          "registry": "shop", "service": "ORDERS",
          "partitions": [
            {
              "partition": "", "listed": true,
              "instances": [
                {
                  "id": "orders-1", "address": "10.0.0.1", "ports": {"primary": 8080},
                  "status": "up", "weight": 1.0, "locality": ""
                },
                {"id": "orders-2", "status": "out"}
              ],
              "flaws": [
                {"subject": "metadata version", "reason": "a label cannot hold this value"},
                {"subject": "orders-2", "reason": "port 0 is no port"}
              ],
              "sinks": {
                "cluster": {
                  "resources": [
                    {
                      "kind": "ServiceEntry", "id": "mesh/orders.shop.mesh",
                      "host": "orders.shop.mesh", "change": "update",
                      "desired": {
                        "ports": [{"name": "http", "number": 80, "protocol": "HTTP"}],
                        "endpoints": [{"address": "10.0.0.1"}, {"address": "10.0.0.3"}]
                      },
                      "live": {"endpoints": [{"address": "10.0.0.2"}, {"address": "10.0.0.3"}]},
                      "difference": {
                        "fields": [],
                        "endpoints": {
                          "added": [{"address": "10.0.0.1", "ports": {"http": 8080}}],
                          "removed": [{"address": "10.0.0.2"}],
                          "changed": [{"live": {"weight": 1}, "desired": {"weight": 5}}]
                        }
                      },
                      "heldBack": [],
                      "failed": [{"reason": "conflict"}],
                      "rejected": []
                    }
                  ],
                  "trouble": ""
                },
                "review": {"resources": [], "trouble": "no such directory"}
              }
            }
          ]
        }
        """,
        answer.body(),
        JSONCompareMode.STRICT_ORDER);
  }

  @Test
  void masksWhatLooksSecret() {
    var answer = http.get("/actuator/sync/shop/ORDERS");

    assertThat(answer.at("$.partitions[0].instances[0].metadata"))
        .isEqualTo(
            Map.of(
                "db.Password", "******",
                "apiKey", "******",
                "db", "jdbc://******@db/orders",
                "version", "v1"));
  }

  @Test
  void explainsAServiceInEachOfItsPartitionsOrInTheOneAskedFor() {
    var all = http.get("/actuator/sync/shop/PAY");
    var one = http.get("/actuator/sync/shop/PAY?partition=us");

    assertThat((List<?>) all.at("$.partitions[*].partition")).isEqualTo(List.of("eu", "us"));
    assertThat((List<?>) one.at("$.partitions[*].partition")).isEqualTo(List.of("us"));
    assertThat((String) one.at("$.partitions[0].sinks.cluster.resources[0].rejected[0].reason"))
        .isEqualTo("another owner has this host");
  }

  @Test
  void explainsAServiceThatOnlyTheSinkRemembers() {
    var answer = http.get("/actuator/sync/shop/OLD");

    assertThat(answer.status()).isEqualTo(200);
    assertThat((boolean) answer.at("$.partitions[0].listed")).isFalse();
    assertThat((String) answer.at("$.partitions[0].sinks.cluster.resources[0].heldBack[0].reason"))
        .isEqualTo("the registry lost too much");
  }

  @ParameterizedTest
  @CsvSource({
    "/actuator/sync/nobody",
    "/actuator/sync/nobody/ORDERS",
    "/actuator/sync/shop/NOTHING",
    "/actuator/sync/shop/ORDERS/more",
    "/actuator/sync/shop/ORDERS?partition=us"
  })
  void doesNotKnowWhatIsNotThere(String path) {
    var answer = http.get(path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat((String) answer.at("$.message")).isNotEmpty();
  }

  @Test
  void saysWhichPassIsStillRunningWhenThePatienceEnds() throws JSONException {
    bridge.answer = new Bridge.Request(42, Optional.empty());

    var answer = http.post("/actuator/sync");

    assertThat(answer.status()).isEqualTo(202);
    JSONAssert.assertEquals("{\"id\": 42}", answer.body(), JSONCompareMode.STRICT);
  }
}
