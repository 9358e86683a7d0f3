package io.registrybridge.sink.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurroundingsTest {

  @TempDir Path folder;

  @Test
  void aKubeconfigThatIsNotThereIsNotPassedBy() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Surroundings.check(Optional.of("/nowhere")))
        .withMessage("KUBECONFIG is '/nowhere', where no file can be read");
  }

  @Test
  void oneOfSeveralKubeconfigsIsEnough() throws IOException {
    var there = Files.writeString(folder.resolve("config"), "");

    assertThatCode(() -> Surroundings.check(Optional.of("/nowhere" + File.pathSeparator + there)))
        .doesNotThrowAnyException();
    assertThatCode(() -> Surroundings.check(Optional.of(""))).doesNotThrowAnyException();
    assertThatCode(() -> Surroundings.check(Optional.empty())).doesNotThrowAnyException();
  }

  @Test
  void whereNothingWasFoundThereIsNoCluster() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Surroundings.checked(Config.empty()))
        .withMessageStartingWith("no cluster was found: neither KUBECONFIG nor ~/.kube/config");
  }

  @Test
  void aPodsClusterIsOne() {
    var pod = Config.empty();
    pod.setMasterUrl("https://10.0.0.1:443/");

    assertThat(Surroundings.checked(pod)).isSameAs(pod);
  }
}
