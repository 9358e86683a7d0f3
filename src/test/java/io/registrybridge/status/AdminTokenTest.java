package io.registrybridge.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

class AdminTokenTest {

  @TempDir Path directory;
  Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(directory.resolve("token"), "  open-sesame\n");
  }

  @AfterEach
  void leave() {
    RequestContextHolder.resetRequestAttributes();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer open-sesame", "bearer open-sesame", "Bearer  open-sesame "})
  void letsPassWhoShowsTheToken(String header) {
    request(header);

    assertThat(token().refusal()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer open-sesam",
        "Bearer open-sesame2",
        "Basic open-sesame",
        "open-sesame"
      })
  void refusesWhoShowsAnythingElse(String header) {
    var response = request(header);

    assertThat(token().refusal()).map(AdminToken.Refusal::status).contains(401);
    assertThat(response.getHeader("WWW-Authenticate")).startsWith("Bearer");
  }

  @Test
  void readsTheFileOnEachUse() throws IOException {
    request("Bearer new");
    assertThat(token().refusal()).isPresent();

    Files.writeString(file, "new");

    assertThat(token().refusal()).isEmpty();
  }

  @Test
  void isClosedWithoutAFile() {
    request("Bearer open-sesame");

    assertThat(new AdminToken(Optional.empty()).refusal())
        .hasValueSatisfying(
            refusal -> {
              assertThat(refusal.status()).isEqualTo(403);
              assertThat(refusal.reason()).contains("bridge.admin.token-file");
            });
  }

  @Test
  void isClosedWhenTheFileIsEmptyOrGone() throws IOException {
    request("Bearer ");

    Files.writeString(file, " \n");
    assertThat(token().refusal()).map(AdminToken.Refusal::status).contains(403);

    Files.delete(file);
    assertThat(token().refusal()).map(AdminToken.Refusal::status).contains(403);
  }

  @Test
  void isClosedOutsideOfARequest() {
    assertThat(token().refusal()).map(AdminToken.Refusal::status).contains(403);
  }

  private AdminToken token() {
    return new AdminToken(Optional.of(file));
  }

  private static MockHttpServletResponse request(String header) {
    var request = new MockHttpServletRequest();
    request.addHeader("Authorization", header);
    var response = new MockHttpServletResponse();
    RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request, response));
    return response;
  }
}
