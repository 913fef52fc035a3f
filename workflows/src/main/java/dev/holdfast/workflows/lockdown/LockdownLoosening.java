package dev.holdfast.workflows.lockdown;

import dev.holdfast.schemas.change.Facts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Names each setting of sshd that a lockdown would make less strict than it is. */
final class LockdownLoosening {
  /** Of these more is stricter; of the other numbers less is. */
  private static final Set<String> MORE_IS_STRICTER = Set.of("requiredrsasize");

  private static final Set<String> NUMBERS =
      Set.of("maxauthtries", "logingracetime", "clientaliveinterval", "requiredrsasize");

  /** Of these 0 means that there is no limit. */
  private static final Set<String> NO_LIMIT_AT_ZERO =
      Set.of("logingracetime", "clientaliveinterval");

  /** Of these each element allows more; a list of others in place of weak ones loosens nothing. */
  private static final Set<String> LISTS =
      Set.of(
          "kexalgorithms",
          "ciphers",
          "macs",
          "hostkeyalgorithms",
          "pubkeyacceptedalgorithms",
          "hostbasedacceptedalgorithms",
          "casignaturealgorithms",
          "gssapikexalgorithms");

  /** Of these {@code yes} is the strict one; of all other switches {@code no} is. */
  private static final Set<String> STRICT_WHEN_ON = Set.of("ignorerhosts", "strictmodes");

  /** Which name where and what, and allow nothing by it. */
  private static final Set<String> NEUTRAL = Set.of("port", "hostkey", "loglevel");

  private static final String USERS = "allowusers";

  private LockdownLoosening() {}

  /** For people: {@code MaxAuthTries: 2 -> 3}; empty where nothing becomes less strict. */
  static List<String> of(SshdSettings wanted, Facts.Sshd sshd) {
    List<String> loosened = new ArrayList<>();
    wanted
        .values()
        .forEach((name, after) -> {
          String keyword = SshdSettings.lower(name);
          List<String> before = sshd.effective().getOrDefault(keyword, List.of());
          if (!before.isEmpty() && looser(keyword, before, after)) {
            loosened.add(shown(name, keyword, before, after));
          }
        });
    SshdFiles.inForce(sshd)
        .forEach((keyword, before) -> {
          if (!wanted.keywords().contains(keyword) && !NEUTRAL.contains(keyword)) {
            loosened.add(
                keyword.equals(USERS)
                    ? "AllowUsers: %s -> everybody who has an accepted key"
                        .formatted(String.join(", ", before))
                    : "%s: %s -> no longer set".formatted(keyword, String.join(" ", before)));
          }
        });
    return loosened;
  }

  private static boolean looser(String keyword, List<String> before, List<String> after) {
    if (NEUTRAL.contains(keyword)) {
      return false;
    }
    if (keyword.equals(USERS)) {
      return !before.containsAll(after);
    }
    if (LISTS.contains(keyword)) {
      return !added(before, after).isEmpty() && added(after, before).isEmpty();
    }
    if (NUMBERS.contains(keyword)) {
      long was = limit(keyword, before.getFirst());
      long is = limit(keyword, after.getFirst());
      return MORE_IS_STRICTER.contains(keyword) ? is < was : is > was;
    }
    String strict = STRICT_WHEN_ON.contains(keyword) ? "yes" : "no";
    return !after.getFirst().equals(strict) && !after.equals(before);
  }

  private static String shown(
      String name, String keyword, List<String> before, List<String> after) {
    return LISTS.contains(keyword)
        ? "%s: also %s".formatted(name, String.join(", ", added(before, after)))
        : "%s: %s -> %s".formatted(name, String.join(", ", before), String.join(", ", after));
  }

  private static Set<String> added(List<String> before, List<String> after) {
    Set<String> added = new LinkedHashSet<>(elements(after));
    added.removeAll(elements(before));
    return added;
  }

  private static List<String> elements(List<String> list) {
    return List.of(String.join(",", list).split(","));
  }

  private static long limit(String keyword, String value) {
    try {
      long number = Long.parseLong(value);
      return number == 0 && NO_LIMIT_AT_ZERO.contains(keyword) ? Long.MAX_VALUE : number;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
