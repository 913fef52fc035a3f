package dev.holdfast.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.holdfast.api", importOptions = ImportOption.DoNotIncludeTests.class)
final class WallsTest {

  @ArchTest
  static final ArchRule SEES_ONLY_CONTRACTS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.holdfast.workflows..", "dev.holdfast.activities..", "dev.holdfast.workers..")
          .because("the API starts operations by name: a new one must need no code here");

  @ArchTest
  static final ArchRule TALKS_NO_SSH =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("net.schmizz..", "org.apache.sshd..")
          .because("whoever takes the API over must not find a way to the servers in it");

  @ArchTest
  static final ArchRule WRITES_NO_WORKFLOWS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.temporal.workflow..")
          .because("a client of Temporal needs none");

  @ArchTest
  static final ArchRule WORKS_IN_ONE_PLACE =
      noClasses()
          .that()
          .doNotHaveSimpleName("PlatformWorker")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.temporal.worker..")
          .because("only what decides who may do what is an activity of the API");
}
