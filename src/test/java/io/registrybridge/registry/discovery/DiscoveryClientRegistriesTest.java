package io.registrybridge.registry.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClient;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClient;

class DiscoveryClientRegistriesTest {

  @Test
  @Tag("fault")
  void aClientOfKubernetesAndWhatIsMadeOfItAreNoRegistries(@TempDir Path folder) throws Exception {
    var theirs = "org.springframework.cloud.kubernetes.fabric8.discovery";
    compile(folder, theirs, "public class KubernetesClient {}");
    compile(
        folder, "com.acme", "public class OurClient extends " + theirs + ".KubernetesClient {}");

    try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      for (var name : new String[] {theirs + ".KubernetesClient", "com.acme.OurClient"}) {
        assertThat(DiscoveryClientRegistries.refusal(loader.loadClass(name)))
            .hasValueSatisfying(why -> assertThat(why).contains("would read what it wrote"));
      }
    }
  }

  @Test
  void othersAreUnlessTheyHideWhoSaidNothing() {
    assertThat(DiscoveryClientRegistries.refusal(CompositeDiscoveryClient.class)).isPresent();
    assertThat(DiscoveryClientRegistries.refusal(SimpleDiscoveryClient.class)).isEmpty();
  }

  /** Spring Cloud's client for Kubernetes is not among what the bridge is built with. */
  private static void compile(Path folder, String place, String type) throws IOException {
    var name = type.split(" ", 4)[2];
    var source = Files.createDirectories(folder.resolve(place)).resolve(name + ".java");
    Files.writeString(source, "package " + place + ";\n" + type);
    var options =
        new String[] {
          "-proc:none", "-cp", folder.toString(), "-d", folder.toString(), source.toString()
        };
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, options)).isZero();
  }
}
