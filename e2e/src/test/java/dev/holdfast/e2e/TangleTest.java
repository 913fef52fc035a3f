package dev.holdfast.e2e;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Packages that need each other, and names that two classes have. What there was when this test was
 * written is listed; the lists may only become shorter, and one that names too much fails, too.
 */
final class TangleTest {
  private static final String ROOT = "dev.holdfast.";

  /** Each a set of packages of which every one needs, in the end, every other. */
  private static final List<String> CYCLES =
      List.of(
          "activities.audit activities.policy activities.step",
          "schemas.containers.quarantine schemas.containers.release",
          "schemas.copy schemas.fetch schemas.transfer",
          "workflows.engine workflows.engine.earlier");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.holdfast");

  @Test
  void shouldHaveNoFurtherCycleOfPackages() {
    Map<String, Set<String>> needs = new TreeMap<>();
    for (JavaClass type : classes().toList()) {
      Set<String> needed = needs.computeIfAbsent(place(type), _ -> new TreeSet<>());
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(TangleTest::ours)
          .map(TangleTest::place)
          .filter(other -> !other.equals(place(type)))
          .forEach(needed::add);
    }
    Map<String, Set<String>> reached = new TreeMap<>();
    needs.keySet().forEach(place -> reached.put(place, reached(place, needs)));
    Set<String> cycles =
        needs.keySet().stream()
            .filter(place -> reached.getOrDefault(place, Set.of()).contains(place))
            .map(place ->
                reached.getOrDefault(place, Set.of()).stream()
                    .filter(other -> reached.getOrDefault(other, Set.of()).contains(place))
                    .sorted()
                    .collect(joining(" ")))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(cycles)
        .as("of two packages that need each other neither can be understood alone")
        .containsExactlyElementsOf(CYCLES);
  }

  @Test
  void shouldGiveNoNameToTwoClasses() {
    Map<String, Long> named =
        classes()
            .filter(JavaClass::isTopLevelClass)
            .map(JavaClass::getSimpleName)
            .filter(name -> !name.equals("package-info"))
            .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));

    assertThat(named.entrySet().stream().filter(of -> of.getValue() > 1).map(Map.Entry::getKey))
        .as("one name, one thing")
        .isEmpty();
  }

  private static Stream<JavaClass> classes() {
    return CLASSES.stream().filter(TangleTest::ours);
  }

  private static boolean ours(JavaClass type) {
    return type.getPackageName().startsWith(ROOT);
  }

  private static String place(JavaClass type) {
    return type.getPackageName().substring(ROOT.length());
  }

  private static Set<String> reached(String from, Map<String, Set<String>> needs) {
    Set<String> reached = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(needs.getOrDefault(from, Set.of()));
    while (!open.isEmpty()) {
      String place = open.remove();
      if (reached.add(place)) {
        open.addAll(needs.getOrDefault(place, Set.of()));
      }
    }
    return reached;
  }
}
