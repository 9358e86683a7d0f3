package io.registrybridge.registry.nacos;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.catalog.ServiceKey;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NewsTest {

  private final News news = new News();

  @Test
  void aNoticeWithoutANamespaceMayMeanAny() {
    news.changed(new Notice("", "A", "orders"));
    var changed = news.take();

    assertThat(changed).accepts(key("public.A", "orders"), key("dev.A", "orders"));
    assertThat(changed).rejects(key("public.B", "orders"), key("public.A", "stock"));
  }

  @Test
  void aNoticeWithANamespaceMeansThatOne() {
    news.changed(new Notice("dev", "A.B", "orders"));

    assertThat(news.take()).accepts(key("dev.A.B", "orders")).rejects(key("public.A.B", "orders"));
  }

  @Test
  void whatWasTakenIsNotTakenAgain() {
    news.changed(new Notice("", "A", "orders"));
    news.take();

    assertThat(news.take()).rejects(key("public.A", "orders"));
  }

  @Test
  void aFloodOfNoticesMayMeanEverything() {
    var woken = new AtomicInteger();
    news.tell(woken::incrementAndGet, () -> {});
    for (var number = 0; number < 100_001; number++) {
      news.changed(new Notice("", "A", "s" + number));
    }

    assertThat(news.take()).accepts(key("public.B", "stock"));
    assertThat(woken).hasValue(100_001);
  }

  @Test
  void thatNoMoreNoticesComeIsToldByItself() {
    var told = new ArrayList<String>();
    news.tell(() -> told.add("look"), () -> told.add("anew"));

    news.lost();
    news.changed(new Notice("", "A", "orders"));

    assertThat(told).containsExactly("anew", "look");
  }

  @Test
  void aGroupMayStandBeforeTheName() {
    assertThat(Notice.of("", "", "A@@orders")).contains(new Notice("", "A", "orders"));
    assertThat(Notice.of("", "A", "orders")).contains(new Notice("", "A", "orders"));
    assertThat(Notice.of("", "A", "")).isEqualTo(Optional.empty());
  }

  private static ServiceKey key(String partition, String name) {
    return new ServiceKey("cn", partition, name);
  }
}
