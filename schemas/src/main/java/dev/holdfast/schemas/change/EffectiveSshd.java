package dev.holdfast.schemas.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@code sshd -T} shows, by keyword in lower case. */
public record EffectiveSshd(Map<String, List<String>> values) {

  /** The settings in this output of {@code sshd -T}. */
  public static EffectiveSshd parse(String text) {
    Map<String, List<String>> values = new HashMap<>();
    text.lines()
        .forEach(line -> {
          int space = line.indexOf(' ');
          if (space > 0) {
            values
                .computeIfAbsent(line.substring(0, space), _ -> new ArrayList<>())
                .add(line.substring(space + 1));
          }
        });
    return new EffectiveSshd(values);
  }

  /** Whether a switch is on; off where sshd does not know the keyword. */
  public boolean on(String keyword) {
    return first(keyword).equals("yes");
  }

  /** The first value; empty where there is none. */
  public String first(String keyword) {
    return values.getOrDefault(keyword, List.of("")).getFirst();
  }

  /** Whether a keyword has a value that names something. */
  public boolean names(String keyword) {
    return !first(keyword).isEmpty() && !first(keyword).equals("none");
  }

  /** All words of a keyword's values. */
  public List<String> words(String keyword) {
    return values.getOrDefault(keyword, List.of()).stream()
        .flatMap(value -> Arrays.stream(value.split("\\s+")))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** The elements of a list with commas. */
  public List<String> list(String keyword) {
    return Arrays.stream(first(keyword).split(",")).filter(word -> !word.isEmpty()).toList();
  }
}
