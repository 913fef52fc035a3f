package dev.holdfast.platform.setting;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The values of settings, the same for all processes of the platform. Thread-safe. */
public final class Settings {
  private final Jdbi jdbi;

  public Settings(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** A setting as it is now; {@code setBy} and {@code setAt} are null where it has its default. */
  public record Value(
      Setting setting, int value, @Nullable String setBy, @Nullable Instant setAt) {}

  private record Row(String name, int value, String setBy, Instant setAt) {}

  public List<Value> all() {
    Map<String, Row> rows =
        jdbi.withHandle(handle ->
            handle
                .createQuery("select name, value, set_by, set_at from settings")
                .map((rs, context) ->
                    new Row(
                        rs.getString("name"),
                        Integer.parseInt(rs.getString("value")),
                        rs.getString("set_by"),
                        rs.getObject("set_at", OffsetDateTime.class).toInstant()))
                .collect(Collectors.toMap(Row::name, Function.identity())));
    return Setting.all().stream().map(setting -> of(setting, rows.get(setting.name()))).toList();
  }

  public int get(Setting setting) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select value from settings where name = :name")
            .bind("name", setting.name())
            .mapTo(String.class)
            .findOne()
            .map(Integer::valueOf)
            .orElse(setting.fallback()));
  }

  /**
   * Sets a value, for all processes, at once.
   *
   * @throws IllegalArgumentException if it is out of the setting's bounds
   */
  public void set(Setting setting, int value, String by) {
    setting.check(value);
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into settings (name, value, set_by) values (:name, :value, :by)
                on conflict (name) do update
                  set value = excluded.value, set_by = excluded.set_by, set_at = now()
                """)
            .bind("name", setting.name())
            .bind("value", Integer.toString(value))
            .bind("by", by)
            .execute());
  }

  private static Value of(Setting setting, @Nullable Row row) {
    return row == null
        ? new Value(setting, setting.fallback(), null, null)
        : new Value(setting, row.value(), row.setBy(), row.setAt());
  }
}
