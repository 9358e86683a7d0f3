package io.registrybridge.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Reading.Partial;
import io.registrybridge.registry.Reading.Unavailable;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class BulletinTest {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private final Bulletin bulletin = new Bulletin("consul", "shop", AT);

  @Test
  void anotherReasonIsALineInTheLog(CapturedOutput output) {
    bulletin.publish(partial("is being read"));
    bulletin.publish(partial("leaves out what the token may not see"));
    bulletin.publish(silent("refuses connections"));
    bulletin.publish(silent("answered 403: ACL not found"));
    bulletin.publish(complete());

    assertThat(output.getOut().lines())
        .hasSize(5)
        .anyMatch(line -> line.contains("leaves out what the token may not see"))
        .anyMatch(line -> line.contains("is unavailable: answered 403: ACL not found"));
  }

  @Test
  void whatIsOnlyCountedOnIsNone(CapturedOutput output) {
    bulletin.publish(partial("is being read: 10 of 1000 services so far"));
    bulletin.publish(partial("is being read: 999 of 1000 services so far"));
    bulletin.publish(complete());
    bulletin.publish(complete());

    assertThat(output.getOut().lines()).hasSize(2);
  }

  @Test
  void whatBrokeOffIsCountedWhateverIsReadNext() {
    bulletin.publish(complete());
    bulletin.restarted();
    bulletin.publish(silent("refuses connections"));
    bulletin.restarted();
    bulletin.publish(complete());

    assertThat(bulletin.latest().restarts()).isEqualTo(2);
    assertThat(bulletin.latest().reading()).isEqualTo(complete());
  }

  private static Reading partial(String reason) {
    var gaps = List.<Gap>of(new Gap.OfAnything("shop"));
    return new Partial("shop", AT, Catalog.empty(), gaps, reason);
  }

  private static Reading silent(String reason) {
    return new Unavailable("shop", AT, reason);
  }

  private static Reading complete() {
    return new Complete("shop", AT, Catalog.empty());
  }
}
