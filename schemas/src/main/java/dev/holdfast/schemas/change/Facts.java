package dev.holdfast.schemas.change;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is so on a server, collected in one execution; what was asked for and is absent here does
 * not exist there.
 *
 * @param packageManager {@code apt}, {@code dnf} or {@code zypper}; null where none is known
 * @param systemd whether systemd runs the server
 * @param visudo whether sudo's syntax check is installed
 * @param sudoersDirectory whether {@code /etc/sudoers} includes {@code /etc/sudoers.d}
 * @param loginGroups the groups of the user we log in as
 * @param groups by name
 * @param users by name
 * @param keys the authorized keys of each user that exists
 * @param directories by path
 * @param above the nearest directory above each path that is not there
 * @param sudoFiles by name
 * @param installed the packages of the query that are installed
 * @param unknownPackages the packages of the query that are not in the server's package lists
 * @param logins what stands between the users whose keys were asked for and a login
 * @param sshd null unless asked for
 * @param kinds what was asked for by kind
 */
public record Facts(
    @Nullable String packageManager,
    boolean systemd,
    boolean visudo,
    boolean sudoersDirectory,
    Set<String> loginGroups,
    Map<String, Group> groups,
    Map<String, User> users,
    Map<String, Keys> keys,
    Map<String, Directory> directories,
    Map<String, String> above,
    Map<String, SudoFile> sudoFiles,
    Set<String> installed,
    UnknownPackages unknownPackages,
    Map<String, Login> logins,
    @Nullable Sshd sshd,
    KindFacts kinds) {

  /** Facts of a query that asked for nothing by kind. */
  public Facts(
      @Nullable String packageManager,
      boolean systemd,
      boolean visudo,
      boolean sudoersDirectory,
      Set<String> loginGroups,
      Map<String, Group> groups,
      Map<String, User> users,
      Map<String, Keys> keys,
      Map<String, Directory> directories,
      Map<String, String> above,
      Map<String, SudoFile> sudoFiles,
      Set<String> installed,
      UnknownPackages unknownPackages,
      Map<String, Login> logins,
      @Nullable Sshd sshd) {
    this(
        packageManager,
        systemd,
        visudo,
        sudoersDirectory,
        loginGroups,
        groups,
        users,
        keys,
        directories,
        above,
        sudoFiles,
        installed,
        unknownPackages,
        logins,
        sshd,
        KindFacts.NONE);
  }

  /**
   * @param recent whether the lists are of all sources and not old, so that the names are wrong
   */
  public record UnknownPackages(Set<String> names, boolean recent) {}

  /**
   * What decides beside the key whether a user can log in.
   *
   * @param password {@code set}, {@code empty}, {@code none}, {@code locked} or {@code unknown}
   * @param state of the account: {@code open}, {@code expired} or {@code inactive}
   * @param shell {@code ok}, {@code missing} or {@code nologin}
   * @param loose the part of the path of the keys that others can change; empty where there is none
   * @param now local time and UTC as {@code yyyyMMddHHmmss}
   * @param settings what {@code sshd -T} shows for the user; empty without sshd
   * @param elsewhere the lines of other files than {@code ~/.ssh/authorized_keys} that sshd reads
   */
  public record Login(
      String password,
      String state,
      String shell,
      String loose,
      Now now,
      EffectiveSshd settings,
      List<String> elsewhere) {}

  /** A moment by the server's clock, as {@code yyyyMMddHHmmss}. */
  public record Now(String local, String utc) {}

  /** A group and its members by supplementary membership. */
  public record Group(String name, int gid, Set<String> members) {}

  /**
   * @param primaryGroup its name, or the number where the group has none
   * @param gids the numbers of its groups: two names may have one
   * @param homeExists whether the home is a directory
   */
  public record User(
      String name,
      int uid,
      String primaryGroup,
      String home,
      String shell,
      Set<String> groups,
      Set<Integer> gids,
      boolean homeExists) {

    /** Whether it is in a group, by name or by number. */
    public boolean in(String group, @Nullable Group known) {
      return groups.contains(group) || (known != null && gids.contains(known.gid()));
    }
  }

  /**
   * A user's {@code ~/.ssh/authorized_keys}, read as that user.
   *
   * @param directoryMode octal, of {@code ~/.ssh}; null where there is none
   * @param fileMode octal; null where there is none
   * @param obstacle why the file must not be written, such as a symbolic link in its path
   */
  public record Keys(
      List<String> lines,
      @Nullable String directoryMode,
      @Nullable String fileMode,
      @Nullable String obstacle) {}

  /**
   * @param type as {@code stat} calls it, such as {@code directory}
   * @param mode octal, four digits
   * @param uid the owner's number: two names may have one
   * @param gid the group's number
   */
  public record Directory(String type, String owner, String group, String mode, int uid, int gid) {
    public boolean isDirectory() {
      return type.equals("directory");
    }
  }

  /**
   * @param owner as {@code user:group}
   * @param mode octal, four digits
   * @param listed what {@code sudo -l -U} shows for the user that the file is for; null for a group
   */
  public record SudoFile(String content, String owner, String mode, @Nullable String listed) {}

  /**
   * The SSH daemon.
   *
   * @param error why its configuration cannot be read; null where it can
   * @param unit the service that runs it; null where there is none
   * @param socketActivated whether systemd listens for it
   * @param effective what {@code sshd -T} shows for the login user, by keyword in lower case
   * @param supported what the installed OpenSSH can do: {@code kex}, {@code cipher}, {@code mac},
   *     {@code key}, {@code key-sig}
   * @param client what our own side offers, by the same names
   * @param hostKeys the host keys on the disk
   * @param files the main file, and the drop-ins in the order in which they are read
   * @param loginKeys the keys that may log in as the login user; null where they are not all in a
   *     file (a command, certificates)
   */
  public record Sshd(
      @Nullable String error,
      @Nullable String unit,
      boolean socketActivated,
      Map<String, List<String>> effective,
      Map<String, List<String>> supported,
      Map<String, List<String>> client,
      List<HostKeyFile> hostKeys,
      List<ConfigFile> files,
      @Nullable List<PublicKey> loginKeys) {

    /** The ports that it listens on now. */
    public List<Integer> ports() {
      return effective.getOrDefault("port", List.of()).stream().map(Integer::valueOf).toList();
    }
  }

  /**
   * @param path of the private key
   * @param type as in a public key line, such as {@code ssh-ed25519}
   */
  public record HostKeyFile(String path, String type, int bits) {}

  /**
   * @param mode octal, four digits
   */
  public record ConfigFile(String path, String content, String mode) {}

  /**
   * @param type {@code ED25519}, {@code RSA}, {@code ECDSA}, {@code DSA}, with {@code -SK} or
   *     {@code -CERT}
   */
  public record PublicKey(String type, int bits) {}
}
