package dev.rehome.structure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

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

  @ArchTest
  static final ArchRule CAMEL_IS_KNOWN_AT_THE_EDGE_ONLY =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.rehome", "dev.rehome.pipeline..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.camel..");

  @ArchTest
  static final ArchRule STORES_KNOW_NEITHER_JOURNAL_NOR_PHASES =
      noClasses()
          .that()
          .resideInAnyPackage("dev.rehome.postgres..", "dev.rehome.objects..", "dev.rehome.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.rehome.journal..",
              "dev.rehome.phases..",
              "dev.rehome.pipeline..",
              "dev.rehome.cli..");

  @ArchTest
  static final ArchRule PHASES_KNOW_NO_STORE_BY_NAME =
      noClasses()
          .that()
          .resideInAPackage("dev.rehome.phases..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.rehome.postgres..",
              "dev.rehome.objects..",
              "dev.rehome.pipeline..",
              "dev.rehome.cli..",
              "dev.rehome.sandbox..");

  @ArchTest
  static final ArchRule COMPONENTS_NEVER_SEE_EACH_OTHER =
      noClasses()
          .that()
          .resideInAPackage("dev.rehome.objects..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.rehome.postgres..");

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

  @ArchTest
  static final ArchRule NO_CYCLES = slices().matching("dev.rehome.(*)..").should().beFreeOfCycles();
}
