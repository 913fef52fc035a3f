package dev.holdfast.schemas.change;

import java.util.List;
import java.util.stream.Stream;

/**
 * What becomes of the ways into a server when the configuration of its SSH daemon changes.
 *
 * @param accounts by name: those that can log in now, and those that only their own state keeps out
 * @param notes what could not be checked, for people
 */
public record RemainingAccess(List<Account> accounts, List<String> notes) {

  public RemainingAccess {
    accounts = List.copyOf(accounts);
    notes = List.copyOf(notes);
  }

  /** The accounts that lose all their ways in, or some of them. */
  public List<Account> losing() {
    return accounts.stream().filter(account -> account.outcome().loses()).toList();
  }

  /** One line for each account that loses something and for each note, for people. */
  public List<String> warnings() {
    return Stream.concat(losing().stream().map(Account::line), notes.stream()).toList();
  }

  /** What becomes of an account's ways in. */
  public enum Outcome {
    /** It can log in now and afterwards. */
    KEEPS,
    /** It can log in afterwards, but not with every key, or not from everywhere. */
    LOSES_SOME,
    /** It can log in now and not afterwards. */
    LOSES_ALL,
    /** It cannot log in now. */
    HAS_NONE;

    public boolean loses() {
      return this == LOSES_SOME || this == LOSES_ALL;
    }
  }

  /**
   * @param before the ways in now, such as {@code password}
   * @param after the ways in afterwards
   * @param reason why it loses them, or has none, as a clause without a full stop; empty otherwise
   */
  public record Account(
      String name, Outcome outcome, List<String> before, List<String> after, String reason) {
    public Account {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }

    /** What becomes of it in one line for people. */
    public String line() {
      String words =
          switch (outcome) {
            case KEEPS -> "keeps access: " + String.join(", ", after);
            case LOSES_SOME -> "loses part of its access";
            case LOSES_ALL -> "loses access";
            case HAS_NONE -> "has no access now";
          };
      return reason.isEmpty() ? name + " " + words : "%s %s (%s)".formatted(name, words, reason);
    }
  }
}
