package dev.holdfast.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls between the rooms, as far as Maven's dependencies cannot hold them. */
@AnalyzeClasses(packages = "dev.holdfast", importOptions = DoNotIncludeTests.class)
final class HouseTest {

  @ArchTest
  static final ArchRule NO_PACKAGE_CYCLES =
      slices()
          .matching("dev.holdfast.standalone.(*)..")
          .should()
          .beFreeOfCycles()
          .because("of two packages that need each other neither can be understood alone");

  @ArchTest
  static final ArchRule ONE_PACKAGE_TALKS_SSH =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.holdfast.activities.ssh..", "dev.holdfast.demo..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("net.schmizz..", "com.hierynomus..", "org.apache.sshd..")
          .because("what a connection may do is decided in one place");

  @ArchTest
  static final ArchRule PRODUCTION_IS_NO_LAB =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.holdfast.lab..", "dev.holdfast.demo..", "dev.holdfast.bench..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.holdfast.lab..", "dev.holdfast.demo..", "dev.holdfast.bench..")
          .because("what one tries the product with is not in what runs in production");
}
