package dev.holdfast.schemas.change;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which paths are no files like others: those of other kinds, and those that decide who gets in.
 */
public final class FilePaths {
  private static final Map<Pattern, String> OF_OTHERS =
      Map.of(
          Pattern.compile("/etc/sudoers(\\.d)?(/.*)?"), "it holds sudo rules: use sudo",
          Pattern.compile("/etc/ssh(/.*)?"), "it belongs to sshd: use the operation lockdown",
          Pattern.compile(".*/\\.ssh/authorized_keys2?"),
              "it holds the keys of a user: use authorizedKeys of users",
          Pattern.compile("/etc/(passwd|shadow|group|gshadow|subuid|subgid)-?"),
              "it holds accounts: use users and groups",
          Pattern.compile("/(proc|sys|dev)(/.*)?"), "the kernel makes it: it keeps no files",
          Pattern.compile("/var/lib/holdfast(/.*)?"), "Holdfast keeps its own records there");

  /** PAM, what PAM and sshd ask for names, and who may connect: no login works without them. */
  private static final List<Pattern> ACCESS =
      List.of(
          Pattern.compile("/etc/pam\\.(d/.*|conf)"),
          Pattern.compile("/etc/security/.*"),
          Pattern.compile("/etc/(sudo|sudo_logsrvd|nsswitch|host|ld\\.so)\\.conf"),
          Pattern.compile("/etc/(login\\.defs|shells|nologin|environment|ld\\.so\\.preload)"),
          Pattern.compile("/etc/(ld\\.so\\.conf\\.d|sssd)/.*|/etc/default/ssh"),
          Pattern.compile("/etc/(krb5|nslcd|libnss-ldap|pam_ldap)\\.conf"),
          // What a shell or sshd runs before a command of ours, whoever the user is.
          Pattern.compile(".*/\\.ssh/.*"),
          Pattern.compile(".*/\\.(profile|bashrc|bash_profile|bash_login|bash_logout)"),
          Pattern.compile(".*/\\.(zshenv|zshrc|zprofile|zlogin|cshrc|tcshrc|login|kshrc)"),
          Pattern.compile(".*/\\.(pam_environment|config/fish/.*)"),
          Pattern.compile("/(etc|run)/nologin"),
          Pattern.compile("/etc/(hosts\\.(allow|deny)|netplan/.*|network/.*|systemd/network/.*)"),
          Pattern.compile("/etc/(profile(\\.d/.*)?|bash\\.bashrc|zsh/.*|csh\\..*)"));

  private FilePaths() {}

  /** Why a path is not for files: what it is, and what to use; null for all others. */
  public static @Nullable String notForFiles(String path) {
    return OF_OTHERS.entrySet().stream()
        .filter(other -> other.getKey().matcher(path).matches())
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  /** Whether a fault in this file can keep everybody out, so that its change is confirmed. */
  public static boolean decidesAccess(String path) {
    return ACCESS.stream().anyMatch(pattern -> pattern.matcher(path).matches());
  }
}
