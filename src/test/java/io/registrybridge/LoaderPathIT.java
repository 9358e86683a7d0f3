package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program, and a client that it knows nothing of, in a jar beside it. */
@Timeout(600)
class LoaderPathIT {

  private static final String CLIENT =
      """
      package com.example.books;

      import java.util.List;
      import org.springframework.cloud.client.DefaultServiceInstance;
      import org.springframework.cloud.client.ServiceInstance;
      import org.springframework.cloud.client.discovery.DiscoveryClient;
      import org.springframework.context.annotation.Bean;

      public class BooksConfiguration {

        @Bean
        DiscoveryClient booksDiscoveryClient() {
          return new DiscoveryClient() {
            @Override
            public String description() {
              return "books";
            }

            @Override
            public List<String> getServices() {
              return List.of("books");
            }

            @Override
            public List<ServiceInstance> getInstances(String service) {
              return List.of(new DefaultServiceInstance("b1", service, "10.0.0.1", 8080, false));
            }
          };
        }
      }
      """;

  private static final String IMPORTS =
      "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports";

  @TempDir private Path folder;

  @BeforeEach
  void buildTheClient() throws IOException {
    var source = Files.writeString(folder.resolve("BooksConfiguration.java"), CLIENT);
    var classes = Files.createDirectory(folder.resolve("classes"));
    // Without the annotation processors that are on the class path of the tests.
    var options = List.of("-proc:none", "-d", classes.toString(), source.toString());
    var failed =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new));
    assertThat(failed).isZero();
    Files.createDirectories(classes.resolve(IMPORTS).getParent());
    Files.writeString(classes.resolve(IMPORTS), "com.example.books.BooksConfiguration\n");
    pack(classes, Files.createDirectory(folder.resolve("ext")).resolve("books.jar"));
  }

  @Test
  void aClientInAJarBesideIsARegistry() throws Exception {
    var bridge = run(List.of("-Dloader.path=ext"), "booksDiscoveryClient");

    assertThat(bridge).containsOnlyKeys(0);
    assertThat(folder.resolve("mesh/mesh/books.spring.mesh.yaml"))
        .content()
        .contains("10.0.0.1", "http: 8080");
  }

  @Test
  void withoutTheJarTheProgramSaysThatThereIsNoSuchClient() throws Exception {
    var bridge = run(List.of(), "booksDiscoveryClient");

    assertThat(bridge.get(1))
        .contains("is 'booksDiscoveryClient' but must be the name of a DiscoveryClient bean");
  }

  @Test
  void withoutAnythingBesideTheProgramRunsAllTheSame() throws Exception {
    var bridge =
        run(
            List.of(),
            "simpleDiscoveryClient",
            "--spring.cloud.discovery.client.simple.instances.toys[0].uri=http://10.0.0.2:80");

    assertThat(bridge).containsOnlyKeys(0);
    assertThat(folder.resolve("mesh/mesh/toys.spring.mesh.yaml")).content().contains("10.0.0.2");
  }

  /** What the program said, by its exit code. */
  private Map<Integer, String> run(List<String> options, String bean, String... more)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "-jar",
            program().toString(),
            "--bridge.mode=once",
            "--bridge.owner=prod",
            "--bridge.policy=sync",
            "--bridge.registry.discovery-client.spring.bean=" + bean,
            "--bridge.sink.file.review.directory=mesh"));
    command.addAll(Arrays.asList(more));
    var said = folder.resolve("log");
    var process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Map.of(process.exitValue(), Files.readString(said));
  }

  /** What {@code package} made. */
  private static Path program() throws IOException {
    try (var jars = Files.newDirectoryStream(Path.of("target"), "istio-registry-bridge-*.jar")) {
      return jars.iterator().next().toAbsolutePath();
    }
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        var files = Files.walk(classes)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
      }
    }
  }
}
