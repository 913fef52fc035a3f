package dev.holdfast.schemas.runbook;

import dev.holdfast.schemas.operation.CheckedInput.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one object of a document, and collects what is wrong with them. */
final class FieldReader {
  private final String path;
  private final Map<String, Object> fields;
  private final List<Problem> problems;
  private final Set<String> read = new HashSet<>();

  private FieldReader(String path, Map<String, Object> fields, List<Problem> problems) {
    this.path = path;
    this.fields = fields;
    this.problems = problems;
  }

  static FieldReader of(Map<?, ?> document, List<Problem> problems) {
    return new FieldReader("", keyed(document), problems);
  }

  static Map<String, Object> keyed(Map<?, ?> map) {
    Map<String, Object> keyed = new LinkedHashMap<>();
    map.forEach((key, value) -> keyed.put(String.valueOf(key), value));
    return keyed;
  }

  /** Whether a field is there; an empty one is not. */
  boolean has(String field) {
    return value(field) != null;
  }

  @Nullable Object value(String field) {
    read.add(field);
    return fields.get(field);
  }

  /** A text; empty where there is none. */
  String text(String field, boolean required) {
    String text = scalar(field);
    if (required && (text == null || text.isBlank())) {
      problem(field, "is missing");
    }
    return text == null ? "" : text.strip();
  }

  /** A text, number or truth value as text. */
  @Nullable String scalar(String field) {
    Object value = value(field);
    if (value instanceof Map || value instanceof List) {
      problem(field, "is a list or an object, not a text");
      return null;
    }
    return value == null ? null : String.valueOf(value);
  }

  /** One text, or a list of them. */
  List<String> texts(String field) {
    Object value = value(field);
    if (value instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    String one = scalar(field);
    return one == null ? List.of() : List.of(one);
  }

  @Nullable Integer number(String field, int least, int most) {
    Object value = value(field);
    if (value == null) {
      return null;
    }
    if (value instanceof Number number
        && number.doubleValue() == number.intValue()
        && number.intValue() >= least
        && number.intValue() <= most) {
      return number.intValue();
    }
    problem(field, "is a whole number from " + least + " to " + most);
    return null;
  }

  /** The fields of an object; none where there is none. */
  Map<String, Object> object(String field) {
    Object value = value(field);
    if (value instanceof Map<?, ?> map) {
      return keyed(map);
    }
    if (value != null) {
      problem(field, "must be an object");
    }
    return Map.of();
  }

  FieldReader inner(String field) {
    return new FieldReader(at(field), object(field), problems);
  }

  /** The objects of a list. */
  List<FieldReader> objects(String field) {
    Object value = value(field);
    if (!(value instanceof List<?> list)) {
      if (value != null) {
        problem(field, "must be a list");
      }
      return List.of();
    }
    List<FieldReader> readers = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      String element = at(field) + "[" + i + "]";
      if (list.get(i) instanceof Map<?, ?> map) {
        readers.add(new FieldReader(element, keyed(map), problems));
      } else {
        problems.add(new Problem(element, "must be an object"));
      }
    }
    return readers;
  }

  void problem(String field, String message) {
    problems.add(new Problem(at(field), message));
  }

  /** Complains about every field that nobody has read. */
  void refuseOthers(String known) {
    for (String field : fields.keySet()) {
      if (!read.contains(field)) {
        problem(field, "is not known here; there are " + known);
      }
    }
  }

  private String at(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }
}
