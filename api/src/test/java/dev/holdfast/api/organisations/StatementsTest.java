package dev.holdfast.api.organisations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.organisations.Statements.Statement;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every SQL statement names the organisation, or an id that is never given to another and was found
 * through it. What rightly does neither is listed, each with its reason.
 */
final class StatementsTest {
  private static final List<String> MODULES =
      List.of("platform", "api", "activities", "workers", "standalone", "demo", "bench");

  private final List<Statement> statements = Statements.of(Path.of(".."), MODULES);

  @Test
  void shouldNameTheOrganisationInEveryStatement() {
    Set<String> forgetful = new TreeSet<>();
    for (Statement statement : statements) {
      if (!isFine(statement) && !isExpected(statement)) {
        forgetful.add(statement.method() + ": " + statement.text());
      }
    }
    assertThat(forgetful).isEmpty();
  }

  private static boolean isExpected(Statement statement) {
    return Exceptions.ALL.containsKey(statement.method());
  }

  private static boolean isFine(Statement statement) {
    return statement.text().contains("organisation")
        || statement.tables().stream().allMatch(table -> isFine(statement, table));
  }

  private static boolean isFine(Statement statement, String table) {
    if (Tables.OF_AN_ORGANISATION.containsKey(table)) {
      return false;
    }
    String parent = Tables.OF_A_PARENT.get(table);
    return parent == null || namesParent(statement.text(), table, parent);
  }

  /** It is written for one parent, or read by one. */
  private static boolean namesParent(String text, String table, String parent) {
    return Pattern.compile("\\b" + parent + " = ").matcher(text).find()
        || Pattern.compile("insert into " + table + " \\([^)]*\\b" + parent + "\\b")
            .matcher(text)
            .find();
  }

  /** A list that nobody shortens says nothing. */
  @Test
  void shouldListNoExceptionThatIsNone() {
    Map<String, List<Statement>> byMethod =
        statements.stream().collect(Collectors.groupingBy(Statement::method));
    Set<String> needless = new TreeSet<>();
    Exceptions.ALL.keySet().stream()
        .filter(method ->
            byMethod.getOrDefault(method, List.of()).stream().allMatch(StatementsTest::isFine))
        .forEach(needless::add);
    assertThat(needless).isEmpty();
  }

  /** Else a class that builds its SQL in another way would be overlooked. */
  @Test
  void shouldFindTheStatements() {
    assertThat(statements).hasSizeGreaterThan(250);
    assertThat(statements)
        .extracting(Statement::method)
        .contains("Schedules.all", "Grants.held", "NamedSecrets.list", "Runbooks.save");
  }
}
