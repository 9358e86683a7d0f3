package io.registrybridge.status;

import org.json.JSONException;
import org.junit.jupiter.api.Test;
import org.skyscreamer.jsonassert.JSONAssert;
import org.skyscreamer.jsonassert.JSONCompareMode;
import org.springframework.boot.test.web.server.LocalServerPort;

@StatusTest
class InfoTest {

  Http http;

  InfoTest(@LocalServerPort int port) {
    http = new Http(port);
  }

  @Test
  void tellsWhoseBridgeThisIsAndBetweenWhat() throws JSONException {
    JSONAssert.assertEquals(
        """
        {
          "bridge": {
            "owner": "prod-eu", "policy": "upsert-only", "dryRun": false,
            "registries": {"consul": ["core"], "eureka": ["shop"]},
            "sinks": {"file": ["review"], "kubernetes": ["cluster"]}
          }
        }
        """,
        http.get("/actuator/info").body(),
        JSONCompareMode.LENIENT);
  }
}
