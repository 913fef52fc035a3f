package dev.holdfast.activities.access;

import dev.holdfast.schemas.change.AuthorizedKeyLine;
import dev.holdfast.schemas.change.EffectiveSshd;
import dev.holdfast.schemas.change.Facts;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who can log in to a server with what, and what its sshd makes of them in two configurations.
 *
 * @param accounts by name
 * @param before the settings now, by class of accounts and connection
 * @param after the settings afterwards, by the same
 * @param connections the addresses that are tried, by number
 * @param keyFiles the files of keys that are there, by account and pattern of AuthorizedKeysFile
 * @param authorities the keys of certificate authorities, by path
 * @param principals which patterns of AuthorizedPrincipalsFile name a file, by account
 * @param pamModules what authenticates besides local passwords
 * @param keytab whether Kerberos tickets may be accepted
 * @param hostEquivalents whether other hosts are trusted for all accounts
 * @param trustingHosts the accounts that trust other hosts themselves
 * @param directories services of NSS whose accounts cannot be listed
 * @param unchecked what was not looked at
 * @param now by the server's clock
 */
record AccessFacts(
    Map<String, Account> accounts,
    Map<Subject, EffectiveSshd> before,
    Map<Subject, EffectiveSshd> after,
    Map<Integer, String> connections,
    Map<Place, KeyFile> keyFiles,
    Map<String, List<AuthorizedKeyLine>> authorities,
    Set<Place> principals,
    Set<String> pamModules,
    boolean keytab,
    boolean hostEquivalents,
    Set<String> trustingHosts,
    List<String> directories,
    List<String> unchecked,
    Facts.Now now) {

  /** A class of accounts on a connection. */
  record Subject(int accountClass, int connection) {}

  /** A file of an account by the pattern that names it. */
  record Place(String account, String pattern) {}

  /**
   * @param loose the part of its path for which StrictModes refuses it; empty where there is none
   */
  record KeyFile(List<AuthorizedKeyLine> lines, String loose) {}

  /** What the password of an account is; UNKNOWN where a directory keeps it. */
  enum Password {
    SET,
    EMPTY,
    NONE,
    LOCKED,
    UNKNOWN
  }

  /** Whether a session begins with a shell. */
  enum Shell {
    OK,
    MISSING,
    NOLOGIN
  }

  /**
   * @param state {@code open}, {@code expired} or {@code inactive}
   * @param accountClass accounts of a class get the same settings
   * @param directory whether it is of a directory service, not of the server's own files
   * @param seen whether it logged in within 90 days
   */
  record Account(
      String name,
      int uid,
      String shellPath,
      Shell shell,
      Password password,
      String state,
      int accountClass,
      boolean directory,
      Set<String> groups,
      boolean seen) {

    /** Whether somebody may be behind it who brings what is not kept in a file of the account. */
    boolean personal() {
      return uid == 0 || (uid >= 1000 && uid != 65534) || seen || directory;
    }

    boolean hasPassword() {
      return password == Password.SET || password == Password.UNKNOWN;
    }
  }
}
