package dev.holdfast.activities.access;

import dev.holdfast.activities.access.AccessFacts.Account;
import dev.holdfast.activities.access.AccessFacts.Password;
import dev.holdfast.activities.access.AccessFacts.Subject;
import dev.holdfast.schemas.change.EffectiveSshd;
import dev.holdfast.schemas.change.RemainingAccess;
import dev.holdfast.schemas.change.RemainingAccess.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Says what becomes of each account's ways in, on every connection that makes a difference. */
final class AccessJudge {
  private static final EffectiveSshd UNKNOWN = new EffectiveSshd(Map.of());

  private final AccessFacts facts;

  private AccessJudge(AccessFacts facts) {
    this.facts = facts;
  }

  static RemainingAccess judge(AccessFacts facts) {
    AccessJudge judge = new AccessJudge(facts);
    List<RemainingAccess.Account> accounts = new ArrayList<>();
    new TreeMap<>(facts.accounts())
        .values()
        .forEach(account -> judge.account(account).ifPresent(accounts::add));
    return new RemainingAccess(accounts, judge.notes());
  }

  private Optional<RemainingAccess.Account> account(Account account) {
    Map<String, String> before = new LinkedHashMap<>();
    Map<String, String> after = new LinkedHashMap<>();
    Map<String, String> lost = new LinkedHashMap<>();
    Set<String> obstacles = new LinkedHashSet<>();
    Set<String> because = new LinkedHashSet<>();
    Set<String> lostFrom = new LinkedHashSet<>();
    boolean remains = false;
    for (Map.Entry<Integer, String> connection : facts.connections().entrySet()) {
      WaysIn now = ways(facts.before(), account, connection);
      WaysIn then = ways(facts.after(), account, connection);
      before.putAll(now.credentials());
      after.putAll(then.credentials());
      obstacles.addAll(now.obstacles());
      boolean out = !now.credentials().isEmpty() && then.credentials().isEmpty();
      remains |= !now.credentials().isEmpty() && !out;
      Map<String, String> gone = gone(now, then);
      if (!gone.isEmpty()) {
        lost.putAll(gone);
        lostFrom.add(connection.getValue());
        then.obstacles().stream()
            .filter(obstacle -> !now.obstacles().contains(obstacle))
            .forEach(because::add);
      }
    }
    if (before.isEmpty() && !tried(account)) {
      return Optional.empty();
    }
    Outcome outcome =
        before.isEmpty()
            ? Outcome.HAS_NONE
            : lost.isEmpty() ? Outcome.KEEPS : remains ? Outcome.LOSES_SOME : Outcome.LOSES_ALL;
    String reason =
        switch (outcome) {
          case KEEPS -> "";
          case HAS_NONE -> String.join("; ", obstacles);
          case LOSES_SOME, LOSES_ALL ->
              reason(lost.values(), everywhere(lostFrom), String.join("; ", because));
        };
    return Optional.of(
        new RemainingAccess.Account(
            account.name(), outcome, sorted(before.values()), sorted(after.values()), reason));
  }

  /** What an account misses that has something else left, or all that it has. */
  private static Map<String, String> gone(WaysIn now, WaysIn then) {
    Map<String, String> gone = new LinkedHashMap<>(now.credentials());
    gone.keySet().removeAll(then.credentials().keySet());
    if (!then.credentials().isEmpty()) {
      // Nobody knows who has a certificate: an authority that is dropped is a note.
      gone.keySet().removeIf(WaysIn::brought);
    }
    if (!then.credentials().keySet().stream().allMatch(WaysIn::brought)) {
      // Who has a key does not need the password.
      gone.keySet().removeAll(Set.of("password", "keyboard-interactive"));
    }
    return gone;
  }

  private WaysIn ways(
      Map<Subject, EffectiveSshd> settings,
      Account account,
      Map.Entry<Integer, String> connection) {
    Subject subject = new Subject(account.accountClass(), connection.getKey());
    return WaysIn.of(
        facts, account, settings.getOrDefault(subject, UNKNOWN), connection.getValue());
  }

  /** Whether somebody meant the account to be logged in to, though it cannot be. */
  private boolean tried(Account account) {
    return account.seen()
        || account.password() == Password.SET
        || facts.keyFiles().entrySet().stream()
            .anyMatch(file ->
                file.getKey().account().equals(account.name())
                    && !file.getValue().lines().isEmpty());
  }

  private String everywhere(Set<String> addresses) {
    return addresses.containsAll(facts.connections().values())
        ? ""
        : " from " + String.join(", ", addresses.stream().limit(3).toList());
  }

  /** A key that the explanation names is not named twice. */
  private static String reason(Collection<String> lost, String from, String because) {
    List<String> unnamed =
        sorted(lost).stream()
            .filter(label -> !label.startsWith("key ") || !because.contains(label))
            .toList();
    String what = String.join(", ", unnamed) + from;
    return what.isEmpty() || because.isEmpty() ? what + because : what + ": " + because;
  }

  private static List<String> sorted(Collection<String> labels) {
    return labels.stream().sorted().distinct().toList();
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (!facts.directories().isEmpty()) {
      notes.add(
          "accounts of %s cannot be listed: only those that logged in within 90 days are checked"
              .formatted(String.join(", ", facts.directories())));
    }
    facts.unchecked().forEach(what -> notes.add("not checked: " + what));
    boolean certificates =
        facts.before().values().stream().anyMatch(now -> now.names("trustedusercakeys"));
    if (certificates && shorterKeysRefused()) {
      notes.add(
          "certificates over RSA keys with fewer bits than RequiredRSASize are refused afterwards;"
              + " the server does not know who has such keys");
    }
    TreeSet<String> authorities = new TreeSet<>();
    facts.before().forEach((subject, now) -> authorities.addAll(droppedAuthorities(subject, now)));
    authorities.forEach(label -> notes.add(label + " are refused afterwards"));
    return notes;
  }

  private Set<String> droppedAuthorities(Subject subject, EffectiveSshd now) {
    Set<String> dropped = new TreeSet<>();
    EffectiveSshd then = facts.after().getOrDefault(subject, UNKNOWN);
    facts
        .authorities()
        .getOrDefault(now.first("trustedusercakeys"), List.of())
        .forEach(authority -> {
          if (AcceptedKeys.signs(authority, now) && !AcceptedKeys.signs(authority, then)) {
            dropped.add("certificates of " + authority.name());
          }
        });
    return dropped;
  }

  private boolean shorterKeysRefused() {
    return facts.before().entrySet().stream()
        .anyMatch(now ->
            !Objects.equals(
                now.getValue().first("requiredrsasize"),
                facts.after().getOrDefault(now.getKey(), UNKNOWN).first("requiredrsasize")));
  }
}
