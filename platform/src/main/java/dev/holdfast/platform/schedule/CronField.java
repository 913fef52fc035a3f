package dev.holdfast.platform.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * One field of a cron expression, as crontab(5) has it: {@code *}, numbers, names, ranges, steps
 * and lists.
 *
 * @param text as it was typed
 * @param values every value that matches
 * @param free begins with {@code *}: it restricts no day, and no hour
 */
public record CronField(String text, BitSet values, boolean free) {

  /** A field of an expression, with the values that it may have. */
  enum Unit {
    MINUTE("minute", 0, 59, ""),
    HOUR("hour", 0, 23, ""),
    DAY_OF_MONTH("day of the month", 1, 31, ""),
    MONTH("month", 1, 12, "jan feb mar apr may jun jul aug sep oct nov dec"),
    /** 0 and 7 are Sunday; stored as 0–6. */
    DAY_OF_WEEK("day of the week", 0, 7, "sun mon tue wed thu fri sat");

    private final String title;
    private final int first;
    private final int last;
    private final String names;

    Unit(String title, int first, int last, String names) {
      this.title = title;
      this.first = first;
      this.last = last;
      this.names = names;
    }

    private int value(String word) {
      int name = List.of(names.split(" ", -1)).indexOf(word.toLowerCase(Locale.ROOT));
      if (name >= 0 && !word.isEmpty()) {
        return first + name;
      }
      if (!word.matches("[0-9]{1,4}")) {
        throw new IllegalArgumentException("'" + word + "' is not a valid " + title);
      }
      int value = Integer.parseInt(word);
      if (value < first || value > last) {
        throw new IllegalArgumentException(
            "'" + word + "' is not a valid " + title + ": it must be " + first + " to " + last);
      }
      return value;
    }
  }

  /**
   * Reads a field.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static CronField parse(String text, Unit unit) {
    var values = new BitSet();
    for (String part : text.split(",", -1)) {
      add(part, unit, values);
    }
    return new CronField(text, values, text.startsWith("*"));
  }

  private static void add(String part, Unit unit, BitSet values) {
    String[] stepped = part.split("/", -1);
    if (stepped.length > 2 || stepped[0].isEmpty()) {
      throw new IllegalArgumentException("'" + part + "' is not a valid " + unit.title);
    }
    int step = 1;
    if (stepped.length == 2) {
      if (!stepped[1].matches("[1-9][0-9]{0,3}")) {
        throw new IllegalArgumentException("'" + part + "' has no valid step after the /");
      }
      step = Integer.parseInt(stepped[1]);
    }
    int from;
    int to;
    if (stepped[0].equals("*")) {
      from = unit.first;
      to = unit == Unit.DAY_OF_WEEK ? 6 : unit.last;
    } else {
      String[] ends = stepped[0].split("-", -1);
      if (ends.length > 2) {
        throw new IllegalArgumentException("'" + part + "' is not a valid " + unit.title);
      }
      from = unit.value(ends[0]);
      to = ends.length == 2 ? unit.value(ends[1]) : stepped.length == 2 ? unit.last : from;
      if (to < from) {
        throw new IllegalArgumentException("the range '" + part + "' ends before it begins");
      }
    }
    for (int value = from; value <= to; value += step) {
      values.set(unit == Unit.DAY_OF_WEEK ? value % 7 : value);
    }
  }

  boolean matches(int value) {
    return values.get(value);
  }

  /** The values as ranges, both ends included. */
  public List<Range> ranges() {
    List<Range> ranges = new ArrayList<>();
    for (int from = values.nextSetBit(0); from >= 0; ) {
      int end = values.nextClearBit(from);
      ranges.add(new Range(from, end - 1));
      from = values.nextSetBit(end);
    }
    return ranges;
  }

  /** Both ends are included. */
  public record Range(int first, int last) {}
}
