package dev.rehome.structure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.rehome.Registry;
import java.util.concurrent.TimeUnit;

/** One direction: App, pipeline → phases → journal, stores → model → JDK. */
@AnalyzeClasses(packages = "dev.rehome", importOptions = DoNotIncludeTests.class)
class DirectionTest {
  @ArchTest
  static final ArchRule MODEL_IMPORTS_ONLY_THE_JDK =
      classes()
          .that()
          .resideInAPackage("dev.rehome.model..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "dev.rehome.model..");

  /** The package of each kind of store, with all below it. */
  private static final String[] KINDS =
      Registry.KINDS.all().stream()
          .map(kind -> kind.getClass().getPackageName() + "..")
          .toArray(String[]::new);

  /** Of Camel, what a component has of its own is in its package {@code camel}. */
  @ArchTest
  static final ArchRule CAMEL_IS_KNOWN_AT_THE_EDGE_ONLY =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.rehome", "dev.rehome.pipeline..", "dev.rehome.*.camel..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.camel..");

  @ArchTest
  static final ArchRule STORES_KNOW_NEITHER_JOURNAL_NOR_PHASES =
      noClasses()
          .that()
          .resideInAnyPackage(KINDS)
          .or()
          .resideInAPackage("dev.rehome.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.rehome.journal..",
              "dev.rehome.phases..",
              "dev.rehome.pipeline..",
              "dev.rehome.cli..");

  @ArchTest
  static final ArchRule PHASES_ARE_BELOW_THE_EDGE =
      noClasses()
          .that()
          .resideInAPackage("dev.rehome.phases..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.rehome.pipeline..", "dev.rehome.cli..", "dev.rehome.sandbox..");

  /** The sandbox and the benchmarks have real stores. */
  @ArchTest
  static final ArchRule NOBODY_KNOWS_A_COMPONENT_BUT_THE_REGISTRY =
      noClasses()
          .that()
          .resideOutsideOfPackages(KINDS)
          .and()
          .resideOutsideOfPackages("dev.rehome.sandbox..", "dev.rehome.bench..")
          .and()
          .doNotHaveFullyQualifiedName(Registry.class.getName())
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(KINDS);

  @ArchTest
  static void componentsNeverSeeEachOther(JavaClasses all) {
    for (String one : KINDS) {
      for (String other : KINDS) {
        if (!one.equals(other)) {
          noClasses()
              .that()
              .resideInAPackage(one)
              .should()
              .dependOnClassesThat()
              .resideInAPackage(other)
              .check(all);
        }
      }
    }
  }

  @ArchTest
  static final ArchRule THE_PROOF_SHARES_NO_CODE_WITH_THE_COPIER =
      noClasses()
          .that()
          .resideInAPackage("dev.rehome.postgres.proof..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.rehome.postgres.copy..");

  @ArchTest
  static final ArchRule THE_PROOF_OF_OBJECTS_SHARES_NO_CODE_WITH_THE_COPIER =
      noClasses()
          .that()
          .resideInAPackage("dev.rehome.objects.proof..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.rehome.objects.copy..");

  @ArchTest
  static final ArchRule THE_COPIER_KNOWS_NO_ARTIFACT =
      noClasses()
          .that()
          .resideInAPackage("dev.rehome.postgres.copy..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.rehome.postgres.artifact..");

  @ArchTest
  static final ArchRule THE_PRODUCT_DOES_NOT_NEED_THE_SANDBOX =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.rehome", "dev.rehome.sandbox..", "dev.rehome.cli..", "dev.rehome.bench..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.rehome.sandbox..");

  /** The sandbox and the benchmark imitate applications, and start programs. */
  @ArchTest
  static final ArchRule WAITING_IS_PATIENCE =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.rehome.patience..", "dev.rehome.sandbox..", "dev.rehome.bench..")
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(TimeUnit.class, "sleep", long.class);

  @ArchTest
  static final ArchRule NO_CYCLES = slices().matching("dev.rehome.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ROOMS_OF_THE_COMMANDS_HAVE_NO_CYCLES = acyclic("dev.rehome.cli.(*)..");

  @ArchTest
  static final ArchRule ROOMS_OF_THE_SANDBOX_HAVE_NO_CYCLES = acyclic("dev.rehome.sandbox.(*)..");

  @ArchTest
  static final ArchRule ROOMS_OF_THE_SCHEMA_HAVE_NO_CYCLES =
      acyclic("dev.rehome.postgres.schema.(*)..");

  @ArchTest
  static final ArchRule ROOMS_OF_THE_COPY_HAVE_NO_CYCLES =
      acyclic("dev.rehome.postgres.copy.(*)..");

  private static ArchRule acyclic(String rooms) {
    return slices().matching(rooms).should().beFreeOfCycles();
  }
}
