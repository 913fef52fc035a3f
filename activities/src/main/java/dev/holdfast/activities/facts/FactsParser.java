package dev.holdfast.activities.facts;

import dev.holdfast.activities.resource.FactsFragment;
import dev.holdfast.schemas.change.EffectiveSshd;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.KindFacts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the rows that {@code facts.sh} prints. */
final class FactsParser {
  private final SshdParser sshd = new SshdParser();
  private final Map<String, Facts.Group> groups = new TreeMap<>();
  private final Map<String, Facts.User> users = new TreeMap<>();
  private final Map<String, Facts.Keys> keys = new TreeMap<>();
  private final Map<String, Facts.Directory> directories = new TreeMap<>();
  private final Map<String, String> above = new TreeMap<>();
  private final Map<String, Facts.SudoFile> sudoFiles = new TreeMap<>();
  private final Set<String> installed = new TreeSet<>();
  private final Set<String> unknownPackages = new TreeSet<>();
  private final Map<String, Facts.Login> logins = new TreeMap<>();
  private final Map<Class<? extends Record>, Map<String, Record>> kinds = new HashMap<>();
  private boolean recentLists;
  private Set<String> loginGroups = Set.of();
  private @Nullable String packageManager;
  private boolean systemd;
  private boolean visudo;
  private boolean sudoersDirectory;

  private FactsParser() {}

  static Facts parse(String output, Map<String, List<String>> client) {
    FactsParser parser = new FactsParser();
    output.lines().map(line -> line.split("\t", -1)).forEach(parser::row);
    return new Facts(
        parser.packageManager,
        parser.systemd,
        parser.visudo,
        parser.sudoersDirectory,
        parser.loginGroups,
        parser.groups,
        parser.users,
        parser.keys,
        parser.directories,
        parser.above,
        parser.sudoFiles,
        parser.installed,
        new Facts.UnknownPackages(parser.unknownPackages, parser.recentLists),
        parser.logins,
        parser.sshd.facts(client),
        new KindFacts(parser.kinds));
  }

  private void row(String[] row) {
    switch (row[0]) {
      case "package-manager" -> packageManager = row[1];
      case "systemd" -> systemd = true;
      case "visudo" -> visudo = true;
      case "sudoers-directory" -> sudoersDirectory = true;
      case "login-groups" -> loginGroups = new TreeSet<>(words(row[1]));
      case "group" ->
          groups.put(
              row[1],
              new Facts.Group(
                  row[1], Integer.parseInt(row[2]), new TreeSet<>(List.of(row[3].split(",")))));
      case "user" -> users.put(row[1], user(row));
      case "keys" ->
          keys.put(
              row[1],
              new Facts.Keys(
                  text(row[5]).lines().toList(), mode(row[2]), mode(row[3]), orNull(row[4])));
      case "directory" ->
          directories.put(
              row[1],
              new Facts.Directory(
                  row[2],
                  row[3],
                  row[4],
                  octal(row[5]),
                  Integer.parseInt(row[6]),
                  Integer.parseInt(row[7])));
      case "directory-above" -> above.put(row[1], row[2]);
      case "sudo" ->
          sudoFiles.put(
              row[1],
              new Facts.SudoFile(
                  text(row[4]), row[2], octal(row[3]), row[5].isEmpty() ? null : text(row[5])));
      case "login" -> logins.put(row[1], login(row));
      case "package-unknown" -> unknownPackages.add(row[1]);
      case "package-lists-recent" -> recentLists = true;
      case "package" -> {
        if (row[2].equals("installed")) {
          installed.add(row[1]);
        }
      }
      default -> {
        FactsFragment fragment = KindFragments.find(row[0]);
        if (fragment == null) {
          sshd.row(row);
        } else {
          FactsFragment.Found found = fragment.read(row);
          kinds
              .computeIfAbsent(found.facts().getClass(), _ -> new TreeMap<>())
              .put(found.name(), found.facts());
        }
      }
    }
  }

  private static Facts.User user(String[] row) {
    List<String> all = words(row[6]);
    return new Facts.User(
        row[1],
        Integer.parseInt(row[2]),
        all.isEmpty() ? row[1] : all.getFirst(),
        row[3],
        row[4],
        new LinkedHashSet<>(all),
        words(row[7]).stream().map(Integer::valueOf).collect(Collectors.toSet()),
        row[5].equals("1"));
  }

  private static Facts.Login login(String[] row) {
    return new Facts.Login(
        row[2],
        row[3],
        row[4],
        row[5],
        new Facts.Now(row[6], row[7]),
        EffectiveSshd.parse(text(row[8])),
        text(row[9]).lines().toList());
  }

  static List<String> words(String text) {
    return Arrays.stream(text.split("[ ,]+")).filter(word -> !word.isEmpty()).toList();
  }

  static String text(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  /** Octal digits as four. */
  static String octal(String digits) {
    return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
  }

  private static @Nullable String mode(String digits) {
    return digits.isEmpty() ? null : octal(digits);
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  static List<String> append(@Nullable List<String> list, String value) {
    List<String> longer = new ArrayList<>(list == null ? List.of() : list);
    longer.add(value);
    return longer;
  }
}
