package dev.holdfast.activities.diagnose;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the checks of one diagnosis have learnt, one value of each type. Thread-safe. */
final class Evidence implements AutoCloseable {
  private final Map<Class<?>, Object> values = new ConcurrentHashMap<>();

  void add(Object value) {
    values.put(value.getClass(), value);
  }

  /**
   * @throws IllegalStateException if no check has left it, which a check's needs have to rule out
   */
  <T> T get(Class<T> type) {
    Object value = values.get(type);
    if (value == null) {
      throw new IllegalStateException("no check has left a " + type.getSimpleName());
    }
    return type.cast(value);
  }

  /** What a check may have left. */
  <T> Optional<T> find(Class<T> type) {
    return Optional.ofNullable(values.get(type)).map(type::cast);
  }

  @Override
  public void close() {
    for (Object value : values.values()) {
      if (value instanceof Door door) {
        door.close();
      }
    }
  }
}
