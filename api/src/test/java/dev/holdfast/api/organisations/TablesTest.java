package dev.holdfast.api.organisations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.TestPlatform;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** The database holds what the lists of tables say. */
final class TablesTest {
  private static final Jdbi JDBI = TestPlatform.get().part(Jdbi.class);

  @Test
  void shouldKnowToWhomTheRowsOfEachTableBelong() {
    Set<String> known = new TreeSet<>(Tables.OF_AN_ORGANISATION.keySet());
    known.addAll(Tables.OF_A_PARENT.keySet());
    known.addAll(Tables.OF_THE_PLATFORM.keySet());

    assertThat(
            names(
                """
                select table_name from information_schema.tables
                where table_schema = 'public' and table_type = 'BASE TABLE'
                """))
        .containsExactlyInAnyOrderElementsOf(known);
  }

  @Test
  void shouldLetNoRowBelongToNoOrganisation() {
    Set<String> referring =
        Set.copyOf(
            names(
                """
                select c.conrelid::regclass::text || '.' || a.attname
                from pg_constraint c
                  join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
                where c.contype = 'f' and c.confrelid = 'organisations'::regclass and a.attnotnull
                """));

    Tables.OF_AN_ORGANISATION.forEach(
        (table, column) -> assertThat(referring).contains(table + "." + column));
  }

  @Test
  void shouldLetNoRowOutliveItsParent() {
    Set<String> references =
        Set.copyOf(
            names(
                """
                select c.conrelid::regclass::text || '.' || a.attname
                from pg_constraint c
                  join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
                where c.contype = 'f' and a.attnotnull
                """));

    Tables.OF_A_PARENT.forEach(
        (table, column) -> assertThat(references).contains(table + "." + column));
  }

  private static List<String> names(String sql) {
    return JDBI.withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }
}
