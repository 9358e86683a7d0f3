package io.registrybridge.sync;

import io.registrybridge.guard.Losses;
import io.registrybridge.plan.Policy;
import io.registrybridge.sink.Sink;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run leaves to the next one in a sink, beside what stands there. */
record Legacy(Sink sink, Settings settings) {

  private static final Logger LOG = LoggerFactory.getLogger(Legacy.class);

  /**
   * Leaves these. What is lost is measured from what stands in the sink, so they are to be kept
   * when that has left it; and under other policies nothing does.
   *
   * @param losses by registry
   */
  void keep(Map<String, Losses> losses) {
    if (settings.rules().policy() == Policy.SYNC) {
      var texts = new TreeMap<String, String>();
      settings
          .registries()
          .forEach(one -> texts.put(one, losses.getOrDefault(one, Losses.NONE).text()));
      sink.keep(texts);
    }
  }

  /** What the runs before this one left, by registry; empty as long as nobody knows. */
  Optional<Map<String, Losses>> kept() {
    return sink.kept().map(this::losses);
  }

  private Map<String, Losses> losses(Map<String, String> texts) {
    var losses = new HashMap<String, Losses>();
    texts.forEach(
        (registry, text) ->
            Losses.parse(text)
                .ifPresentOrElse(
                    lost -> losses.put(registry, lost), () -> illegible(registry, text)));
    losses.keySet().retainAll(settings.registries());
    return losses;
  }

  private void illegible(String registry, String text) {
    LOG.atWarn()
        .addKeyValue("sink", sink.name())
        .addKeyValue("registry", registry)
        .log("{}: what {} lost lately is not known, it says '{}'", sink.name(), registry, text);
  }
}
