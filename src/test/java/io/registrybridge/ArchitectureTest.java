package io.registrybridge;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.NullMarked;

/** The table of packages: what each may use of the others, row by row. */
@AnalyzeClasses(packages = "io.registrybridge", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] PURE =
      packages("book", "catalog", "guard", "mesh", "mapping", "plan");

  @ArchTest static final ArchRule BOOK = mayUse("book");
  @ArchTest static final ArchRule CATALOG = mayUse("catalog");
  @ArchTest static final ArchRule REGISTRY = mayUse("registry", "catalog");

  @ArchTest
  static final ArchRule CONSUL = mayUse("registry.consul", "registry", "registry.http", "catalog");

  @ArchTest static final ArchRule DISCOVERY = mayUse("registry.discovery", "registry", "catalog");
  @ArchTest static final ArchRule HTTP = mayUse("registry.http", "registry");

  @ArchTest
  static final ArchRule CURATOR =
      mayUse("registry.curator", "registry", "registry.http", "catalog");

  @ArchTest
  static final ArchRule ZOOKEEPER =
      mayUse("registry.zookeeper", "registry", "registry.curator", "registry.http", "catalog");

  @ArchTest
  static final ArchRule DUBBO =
      mayUse("registry.dubbo", "registry", "registry.curator", "registry.http", "catalog");

  @ArchTest
  static final ArchRule EUREKA = mayUse("registry.eureka", "registry", "registry.http", "catalog");

  @ArchTest
  static final ArchRule NACOS = mayUse("registry.nacos", "registry", "registry.http", "catalog");

  @ArchTest static final ArchRule FILE = mayUse("registry.file", "registry", "catalog");
  @ArchTest static final ArchRule GUARD = mayUse("guard", "registry", "catalog");
  @ArchTest static final ArchRule MESH = mayUse("mesh");
  @ArchTest static final ArchRule MAPPING = mayUse("mapping", "catalog", "mesh");
  @ArchTest static final ArchRule PLAN = mayUse("plan", "mesh");
  @ArchTest static final ArchRule SINK = mayUse("sink", "mesh", "plan");
  @ArchTest static final ArchRule CLUSTER = mayUse("sink.cluster", "sink", "mesh");

  @ArchTest
  static final ArchRule KUBERNETES =
      mayUse("sink.kubernetes", "sink", "sink.cluster", "mesh", "plan");

  @ArchTest static final ArchRule MCP = mayUse("sink.mcp", "sink", "sink.cluster", "mesh", "plan");

  @ArchTest static final ArchRule FILES = mayUse("sink.file", "sink", "mesh", "plan");

  @ArchTest
  static final ArchRule SYNC =
      mayUse("sync", "catalog", "registry", "guard", "mesh", "mapping", "plan", "sink");

  @ArchTest
  static final ArchRule STATUS = mayUse("status", "sync", "catalog", "guard", "mesh", "plan");

  @ArchTest static final ArchRule WEB = mayUse("web", "status");

  @ArchTest
  static final ArchRule THE_MIDDLE_IS_PURE =
      classes()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(PURE)
                  .or(resideInAnyPackage("io.registrybridge.registry"))
                  .or(resideInAnyPackage("java..", "org.jspecify.annotations")));

  @ArchTest
  static final ArchRule THE_MIDDLE_IS_GIVEN_THE_TIME =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime");

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.registrybridge.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule EVERY_PACKAGE_SAYS_WHERE_NULL_MAY_BE =
      classes()
          .should()
          .resideInAPackage("io.registrybridge..")
          .andShould(
              ArchConditions.be(
                  describe(
                      "in a @NullMarked package",
                      type -> type.getPackage().isAnnotatedWith(NullMarked.class))));

  private static ClassesShouldConjunction mayUse(String own, String... others) {
    var allowed = packages(others);
    return classes()
        .that()
        .resideInAPackage("io.registrybridge." + own)
        .should()
        .onlyDependOnClassesThat(
            outside()
                .or(resideInAnyPackage("io.registrybridge." + own))
                .or(resideInAnyPackage(allowed)));
  }

  /** What may be used anywhere: what is not the bridge's, and a map that is as good as a JDK's. */
  private static DescribedPredicate<JavaClass> outside() {
    return DescribedPredicate.not(resideInAnyPackage("io.registrybridge.."))
        .or(resideInAnyPackage("io.registrybridge.book"));
  }

  private static String[] packages(String... names) {
    return Arrays.stream(names).map(name -> "io.registrybridge." + name).toArray(String[]::new);
  }
}
