package io.registrybridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class OwnPagesOnlyTest {

  @ParameterizedTest
  @CsvSource({
    "POST, , , true", // no browser
    "POST, same-origin, , true",
    "POST, same-origin, https://elsewhere, true", // behind a proxy that gives another Host
    "POST, none, , true",
    "POST, cross-site, , false",
    "POST, same-site, http://bridge:8080, false",
    "POST, , http://bridge:8080, true",
    "POST, , https://BRIDGE:8080, true",
    "POST, , http://bridge, false",
    "POST, , http://evil.example, false",
    "POST, , http://bridge:8080.evil.example, false",
    "POST, , null, false",
    "DELETE, cross-site, , false",
    "PUT, , http://evil.example, false",
    "GET, cross-site, http://evil.example, true",
    "HEAD, cross-site, , true",
    "OPTIONS, cross-site, http://evil.example, true"
  })
  void letsThroughWhatNoOtherSitesPageSent(
      String method, String site, String origin, boolean through)
      throws ServletException, IOException {
    var request = new MockHttpServletRequest(method, "/actuator/sync");
    request.addHeader("Host", "bridge:8080");
    if (site != null) {
      request.addHeader("Sec-Fetch-Site", site);
    }
    if (origin != null) {
      request.addHeader("Origin", origin);
    }
    var response = new MockHttpServletResponse();
    var chain = new MockFilterChain();

    new OwnPagesOnly().doFilter(request, response, chain);

    assertThat(chain.getRequest() != null).isEqualTo(through);
    assertThat(response.getStatus()).isEqualTo(through ? 200 : 403);
  }
}
