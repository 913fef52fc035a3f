package dev.holdfast.workflows;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.Supplier;

@AnalyzeClasses(packages = "dev.holdfast.workflows", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule workflowsSeeOnlyContractsAndTemporal =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java.lang..",
              "java.math",
              "java.nio",
              "java.nio.charset",
              "java.time..",
              "java.util..",
              "dev.holdfast.workflows..",
              "dev.holdfast.schemas..",
              "io.temporal..",
              "org.slf4j..",
              "org.jspecify..")
          .because(
              "a workflow is replayed from its history: whatever else it touched would differ");

  @ArchTest
  static final ArchRule workflowsTouchNoClockThreadOrChance =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.util.concurrent..",
              "java.io..",
              "java.nio.file..",
              "java.nio.channels..",
              "java.net..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Random")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.Thread")
          .orShould()
          .callMethod(java.util.UUID.class, "randomUUID")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .because("time, chance and threads come from Temporal, or a replay takes another way");

  @ArchTest
  static final ArchRule timersHaveNames =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.holdfast.workflows.engine.Timers")
          .should()
          .callMethod(Workflow.class, "sleep", Duration.class)
          .orShould()
          .callMethod(Workflow.class, "sleep", long.class)
          .orShould()
          .callMethod(Workflow.class, "await", Duration.class, Supplier.class)
          .orShould()
          .callMethod(Workflow.class, "newTimer", Duration.class)
          .because("Temporal's web console shows a timer without a summary by its number only");
}
