package dev.holdfast.activities.access;

import dev.holdfast.activities.access.AccessFacts.Account;
import dev.holdfast.activities.access.AccessFacts.Password;
import dev.holdfast.activities.access.AccessFacts.Shell;
import dev.holdfast.schemas.change.EffectiveSshd;
import dev.holdfast.schemas.change.SshdPatterns;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ways of an account into a server under settings of sshd.
 *
 * @param credentials what it may log in with, by an identity, with its name for people
 * @param obstacles why it cannot log in with something, as clauses for people
 */
record WaysIn(Map<String, String> credentials, Set<String> obstacles) {
  static final String AUTHORITY = "authority:";
  static final String COMMAND = "authorizedkeyscommand";

  /** Whether a credential is one that the account may have, and nobody on the server knows. */
  static boolean brought(String credential) {
    return credential.startsWith(AUTHORITY) || credential.equals(COMMAND);
  }

  static WaysIn of(AccessFacts facts, Account account, EffectiveSshd settings, String address) {
    Set<String> obstacles = new LinkedHashSet<>();
    String closed = closed(account, settings, address);
    if (closed != null) {
      obstacles.add(closed);
      return new WaysIn(Map.of(), obstacles);
    }
    Map<String, Map<String, String>> methods =
        methods(facts, account, settings, address, obstacles);
    Map<String, String> credentials = new LinkedHashMap<>();
    List<String> sequences = settings.words("authenticationmethods");
    if (sequences.isEmpty() || sequences.contains("any")) {
      methods.values().forEach(credentials::putAll);
      return new WaysIn(credentials, obstacles);
    }
    for (String sequence : sequences) {
      credentials.putAll(sequence(sequence, methods, obstacles));
    }
    return new WaysIn(credentials, obstacles);
  }

  /** Why the account cannot log in whatever it shows; null where it may. */
  private static @Nullable String closed(Account account, EffectiveSshd settings, String address) {
    if (!account.state().equals("open")) {
      return "its account is " + account.state();
    }
    if (account.password() == Password.LOCKED && !settings.on("usepam")) {
      return "its password is locked, and UsePAM is off";
    }
    if (account.shell() == Shell.MISSING) {
      return "its shell %s does not exist".formatted(account.shellPath());
    }
    String refused = refused(account, settings, address);
    if (refused != null) {
      return refused;
    }
    boolean files =
        settings.first("forcecommand").startsWith("internal-sftp")
            || settings.words("subsystem").contains("internal-sftp");
    return account.shell() == Shell.NOLOGIN && !files
        ? "its shell %s ends every session".formatted(account.shellPath())
        : null;
  }

  private static @Nullable String refused(Account account, EffectiveSshd settings, String address) {
    if (account.uid() == 0 && settings.first("permitrootlogin").equals("no")) {
      return "PermitRootLogin is no";
    }
    if (settings.words("denyusers").stream()
        .anyMatch(entry -> SshdPatterns.matchesUser(account.name(), address, entry))) {
      return "DenyUsers names it";
    }
    List<String> users = settings.words("allowusers");
    if (!users.isEmpty()
        && users.stream()
            .noneMatch(entry -> SshdPatterns.matchesUser(account.name(), address, entry))) {
      return "AllowUsers does not name it";
    }
    if (inOneOf(account, settings.words("denygroups"))) {
      return "DenyGroups names a group of it";
    }
    List<String> groups = settings.words("allowgroups");
    return groups.isEmpty() || inOneOf(account, groups) ? null : "AllowGroups names no group of it";
  }

  private static boolean inOneOf(Account account, List<String> patterns) {
    return account.groups().stream()
        .anyMatch(
            group -> patterns.stream().anyMatch(pattern -> SshdPatterns.matches(group, pattern)));
  }

  /** What the account can show to each method that is on; a method that is off is absent. */
  private static Map<String, Map<String, String>> methods(
      AccessFacts facts,
      Account account,
      EffectiveSshd settings,
      String address,
      Set<String> obstacles) {
    Map<String, Map<String, String>> methods = new LinkedHashMap<>();
    if (settings.on("pubkeyauthentication")) {
      methods.put("publickey", AcceptedKeys.of(facts, account, settings, address, obstacles));
    }
    boolean rootByKeyOnly = account.uid() == 0 && !settings.first("permitrootlogin").equals("yes");
    boolean password = account.hasPassword() && !rootByKeyOnly;
    if (settings.on("passwordauthentication")) {
      boolean empty = account.password() == Password.EMPTY && settings.on("permitemptypasswords");
      methods.put(
          "password",
          password || (empty && !rootByKeyOnly) ? Map.of("password", "password") : Map.of());
    } else if (password) {
      obstacles.add("passwords are turned off");
    }
    if (settings.on("usepam")
        && (settings.on("kbdinteractiveauthentication")
            || settings.on("challengeresponseauthentication"))) {
      boolean asked = !facts.pamModules().isEmpty() && account.personal() && !rootByKeyOnly;
      methods.put("keyboard-interactive", dialogue(password, asked));
    }
    if (settings.on("gssapiauthentication") && facts.keytab() && account.personal()) {
      methods.put("gssapi-with-mic", Map.of("gssapi", "Kerberos ticket"));
    }
    if (settings.on("hostbasedauthentication")) {
      boolean trusts = facts.hostEquivalents() || facts.trustingHosts().contains(account.name());
      methods.put(
          "hostbased", trusts ? Map.of("hostbased", "login from a trusted host") : Map.of());
    }
    return methods;
  }

  private static Map<String, String> dialogue(boolean password, boolean asked) {
    if (asked) {
      return Map.of("keyboard-interactive", "keyboard-interactive");
    }
    return password ? Map.of("password", "password") : Map.of();
  }

  /** What the account shows where all the methods of a sequence have to succeed. */
  private static Map<String, String> sequence(
      String sequence, Map<String, Map<String, String>> methods, Set<String> obstacles) {
    Map<String, String> shown = Map.of();
    int keys = 0;
    for (String entry : sequence.split(",", -1)) {
      String method = entry.replaceFirst(":.*", "");
      Map<String, String> able = methods.get(method);
      keys += method.equals("publickey") ? 1 : 0;
      if (able == null || able.isEmpty() || (method.equals("publickey") && able.size() < keys)) {
        obstacles.add(
            "AuthenticationMethods %s needs %s, which %s"
                .formatted(sequence, method, able == null ? "is turned off" : "it does not have"));
        return Map.of();
      }
      shown = shown.isEmpty() || method.equals("publickey") ? able : shown;
    }
    return shown;
  }
}
