package io.registrybridge.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.json.JSONException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skyscreamer.jsonassert.JSONAssert;
import org.skyscreamer.jsonassert.JSONCompareMode;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@StatusTest
class PlanEndpointTest {

  @Autowired FakeBridge bridge;
  Http http;

  PlanEndpointTest(@LocalServerPort int port) {
    http = new Http(port);
  }

  @BeforeEach
  void open() {
    Shop.open(bridge);
  }

  @Test
  void showsWhatAPassWouldDoAndWhatStandsInItsWay() throws JSONException {
    JSONAssert.assertEquals(
        """
        {
          "sinks": {
            "cluster": {
              "create": [
                {
                  "kind": "ServiceEntry", "id": "mesh/pay-eu.shop.mesh", "host": "pay-eu.shop.mesh",
                  "endpoints": {"added": [{"address": "10.0.1.1"}], "removed": [], "changed": []}
                }
              ],
              "update": [
                {
                  "kind": "ServiceEntry", "id": "mesh/orders.shop.mesh", "fields": [],
                  "endpoints": {
                    "added": [{"address": "10.0.0.1"}],
                    "removed": [{"address": "10.0.0.2"}],
                    "changed": [{"desired": {"address": "10.0.0.3"}}]
                  }
                }
              ],
              "delete": [{"kind": "ServiceEntry", "id": "mesh/gone.shop.mesh"}],
              "heldBack": [
                {
                  "kind": "ServiceEntry", "id": "mesh/old.shop.mesh", "registry": "shop",
                  "reason": "the registry lost too much", "since": "2026-08-01T12:00:00Z"
                }
              ],
              "rejected": [
                {
                  "kind": "ServiceEntry", "id": "mesh/pay-us.shop.mesh",
                  "reason": "another owner has this host"
                }
              ],
              "failed": [
                {"kind": "ServiceEntry", "id": "mesh/orders.shop.mesh", "reason": "conflict"}
              ],
              "unchanged": 9,
              "counts": {
                "create": 1, "update": 1, "delete": 1, "heldBack": 1, "rejected": 1, "failed": 1
              },
              "trouble": ""
            },
            "review": {
              "create": [], "update": [], "delete": [], "heldBack": [], "rejected": [],
              "trouble": "no such directory"
            }
          }
        }
        """,
        http.get("/actuator/plan").body(),
        JSONCompareMode.STRICT_ORDER);
  }

  @Test
  void showsTheBeginningWhereThereIsALimitAndHowMuchThereIs() {
    var answer = http.get("/actuator/plan?limit=0");

    assertThat((List<?>) answer.at("$.sinks.cluster.create")).isEmpty();
    assertThat((List<?>) answer.at("$.sinks.cluster.heldBack")).isEmpty();
    assertThat(answer.at("$.sinks.cluster.counts.create")).isEqualTo(1);
    assertThat(answer.at("$.sinks.cluster.counts.failed")).isEqualTo(1);
    assertThat((List<?>) http.get("/actuator/plan?limit=1").at("$.sinks.cluster.delete"))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "application/json",
        "application/json, text/plain, */*",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
      })
  void answersInJsonUnlessAskedForText(String accept) {
    var answer = http.get("/actuator/plan", "Accept", accept);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    assertThat(answer.at("$.sinks.cluster.unchanged")).isEqualTo(9);
  }

  @Test
  void readsLikeADiffWhenAskedForText() {
    var answer = http.get("/actuator/plan", "Accept", "text/plain");

    assertThat(answer.header("Content-Type")).startsWith("text/plain");
    assertThat(answer.body())
        .isEqualTo(
            """
            sink cluster
              + ServiceEntry mesh/pay-eu.shop.mesh
                  + 10.0.1.1 http:8080
              ~ ServiceEntry mesh/orders.shop.mesh
                  + 10.0.0.1 http:8080
                  - 10.0.0.2 http:8080
                  ~ 10.0.0.3 http:8080
                      - weight=1
                      + weight=5
              - ServiceEntry mesh/gone.shop.mesh
                  - 10.0.3.1 http:8080
              = ServiceEntry mesh/old.shop.mesh held back for registry shop since 2026-08-01T12:00:00Z: the registry lost too much
              ! ServiceEntry mesh/pay-us.shop.mesh rejected: another owner has this host
              1 to create, 1 to update, 1 to delete, 1 held back, 1 rejected, 9 unchanged
            sink review
              unreadable: no such directory
            """);
  }
}
