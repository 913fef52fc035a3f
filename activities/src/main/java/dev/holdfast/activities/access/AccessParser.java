package dev.holdfast.activities.access;

import dev.holdfast.activities.access.AccessFacts.Account;
import dev.holdfast.activities.access.AccessFacts.KeyFile;
import dev.holdfast.activities.access.AccessFacts.Password;
import dev.holdfast.activities.access.AccessFacts.Place;
import dev.holdfast.activities.access.AccessFacts.Shell;
import dev.holdfast.activities.access.AccessFacts.Subject;
import dev.holdfast.schemas.change.AuthorizedKeyLine;
import dev.holdfast.schemas.change.EffectiveSshd;
import dev.holdfast.schemas.change.Facts.Now;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the rows that {@code access.sh} prints. */
final class AccessParser {
  private final Map<String, Account> accounts = new TreeMap<>();
  private final Map<Subject, EffectiveSshd> before = new HashMap<>();
  private final Map<Subject, EffectiveSshd> after = new HashMap<>();
  private final Map<Integer, String> connections = new TreeMap<>();
  private final Map<Place, KeyFile> keyFiles = new HashMap<>();
  private final Map<String, List<AuthorizedKeyLine>> authorities = new HashMap<>();
  private final Set<Place> principals = new HashSet<>();
  private final Set<String> pamModules = new TreeSet<>();
  private final Set<String> trustingHosts = new HashSet<>();
  private final Set<String> seen = new HashSet<>();
  private final List<String> directories = new ArrayList<>();
  private final List<String> unchecked = new ArrayList<>();
  private boolean keytab;
  private boolean hostEquivalents;
  private Now now = new Now("", "");

  private AccessParser() {}

  static AccessFacts parse(String rows) {
    AccessParser parser = new AccessParser();
    rows.lines().map(line -> line.split("\t", -1)).forEach(parser::row);
    return new AccessFacts(
        parser.accounts,
        parser.before,
        parser.after,
        parser.connections,
        parser.keyFiles,
        parser.authorities,
        parser.principals,
        parser.pamModules,
        parser.keytab,
        parser.hostEquivalents,
        parser.trustingHosts,
        parser.directories,
        parser.unchecked,
        parser.now);
  }

  /** Why sshd refuses the candidate; empty where it does not. */
  static Optional<String> refusal(String rows) {
    return rows.lines()
        .filter(line -> line.startsWith("candidate-error\t"))
        .map(line -> line.substring("candidate-error\t".length()))
        .findFirst();
  }

  private void row(String[] row) {
    switch (row[0]) {
      case "seen" -> seen.add(row[1]);
      case "now" -> now = new Now(row[1], row[2]);
      case "directory-service" -> directories.add(row[1]);
      case "unchecked" -> unchecked.add(row[1]);
      case "pam-module" -> pamModules.add(row[1]);
      case "keytab" -> keytab = true;
      case "host-equivalents" -> hostEquivalents = true;
      case "shosts" -> trustingHosts.add(row[1]);
      case "account" -> accounts.put(row[1], account(row));
      case "connection" -> connections.put(Integer.parseInt(row[1]), row[2]);
      case "settings" ->
          (row[1].equals("before") ? before : after)
              .put(
                  new Subject(Integer.parseInt(row[2]), Integer.parseInt(row[3])),
                  EffectiveSshd.parse(text(row[4])));
      case "authority" -> authorities.put(row[1], lines(text(row[2])));
      case "principals" -> principals.add(new Place(row[1], row[2]));
      case "keyfile" ->
          keyFiles.put(new Place(row[1], row[2]), new KeyFile(lines(text(row[4])), row[3]));
      default -> {
        // The marks, and rows of a newer script.
      }
    }
  }

  private Account account(String[] row) {
    Set<String> groups = new TreeSet<>(text(row[11]).lines().toList());
    return new Account(
        row[1],
        Integer.parseInt(row[2]),
        row[4],
        Shell.valueOf(row[5].toUpperCase(Locale.ROOT)),
        Password.valueOf(row[7].toUpperCase(Locale.ROOT)),
        row[8],
        Integer.parseInt(row[9]),
        row[10].equals("directory"),
        groups,
        seen.contains(row[1]));
  }

  private static List<AuthorizedKeyLine> lines(String text) {
    return text.lines().map(AuthorizedKeyLine::parse).flatMap(Optional::stream).toList();
  }

  private static String text(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
