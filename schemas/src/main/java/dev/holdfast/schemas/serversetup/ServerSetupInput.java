package dev.holdfast.schemas.serversetup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What server-setup is to make sure exists on a server; everything that is left out stays as it is.
 */
public record ServerSetupInput(
    @Nullable List<Group> groups,
    @Nullable List<User> users,
    @Nullable List<SudoRule> sudo,
    @Nullable List<Directory> directories,
    @Nullable List<String> packages) {

  public ServerSetupInput {
    groups = orEmpty(groups);
    users = orEmpty(users);
    sudo = orEmpty(sudo);
    directories = orEmpty(directories);
    packages = orEmpty(packages);
  }

  /**
   * @param system a system group, with an id below 1000
   */
  public record Group(String name, @Nullable Integer gid, boolean system) {}

  /**
   * @param home {@code /home/NAME} by default, for a system user {@code /nonexistent}
   * @param shell {@code /bin/bash} by default, for a system user {@code /usr/sbin/nologin}
   * @param groups supplementary groups; memberships beyond these stay
   * @param authorizedKeys public keys that may log in; keys beyond these stay
   */
  public record User(
      String name,
      @Nullable Integer uid,
      @Nullable String home,
      @Nullable String shell,
      @Nullable List<String> groups,
      @Nullable List<String> authorizedKeys,
      boolean system) {
    public User {
      groups = orEmpty(groups);
      authorizedKeys = orEmpty(authorizedKeys);
    }
  }

  /**
   * Who may run what as root; exactly one of {@code user} and {@code group} is set.
   *
   * @param commands absolute paths with arguments; empty allows every command
   * @param password whether sudo asks for the password
   */
  public record SudoRule(
      @Nullable String user,
      @Nullable String group,
      @Nullable List<String> commands,
      boolean password) {
    public SudoRule {
      commands = orEmpty(commands);
    }
  }

  /**
   * @param owner root by default
   * @param group root by default
   * @param mode octal, {@code 0755} by default
   */
  public record Directory(
      String path, @Nullable String owner, @Nullable String group, @Nullable String mode) {
    public Directory {
      owner = owner == null ? "root" : owner;
      group = group == null ? "root" : group;
      mode = mode == null ? "0755" : mode;
    }
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
