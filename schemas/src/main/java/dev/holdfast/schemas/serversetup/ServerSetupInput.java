package dev.holdfast.schemas.serversetup;

import dev.holdfast.schemas.operation.CheckedInput;
import dev.holdfast.schemas.transfer.UsesFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What server-setup is to make sure exists on a server; everything that is left out stays as it is.
 * What JSON leaves out gets its default here; a list is never null.
 *
 * @param docker null where the settings of the engine stay as they are
 */
public record ServerSetupInput(
    List<Group> groups,
    List<User> users,
    List<SudoRule> sudo,
    List<Directory> directories,
    List<PackageInput> packages,
    List<FileInput> files,
    List<UnitInput> units,
    List<SysctlInput> sysctl,
    @Nullable DockerInput docker)
    implements CheckedInput, UsesFiles {
  /** A file of the store that can be undone; what is larger is for {@code copy}. */
  public static final int LARGEST_STORED = 256 << 10;

  private static final int MOST_STORED = 1 << 20;

  public ServerSetupInput {
    groups = orEmpty(groups);
    users = orEmpty(users);
    sudo = orEmpty(sudo);
    directories = orEmpty(directories);
    packages = orEmpty(packages);
    files = orEmpty(files);
    units = orEmpty(units);
    sysctl = orEmpty(sysctl);
  }

  /** An input of accounts, directories and packages. */
  public ServerSetupInput(
      List<Group> groups,
      List<User> users,
      List<SudoRule> sudo,
      List<Directory> directories,
      List<String> packages) {
    this(
        groups,
        users,
        sudo,
        directories,
        packages.stream().map(PackageInput::installed).toList(),
        List.of(),
        List.of(),
        List.of(),
        null);
  }

  @Override
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    for (int rule = 0; rule < sudo.size(); rule++) {
      List<String> commands = sudo.get(rule).commands();
      for (int command = 0; command < commands.size(); command++) {
        String text = commands.get(command);
        String problem = SudoCommands.problem(sudo.get(rule).user(), text);
        if (problem != null) {
          problems.add(
              new Problem(
                  "sudo[%d].commands[%d]".formatted(rule, command),
                  "'%s' %s".formatted(text, problem)));
        }
      }
    }
    for (int entry = 0; entry < packages.size(); entry++) {
      String field = "packages[" + entry + "]";
      packages.get(entry).problems().forEach(problem -> problems.add(new Problem(field, problem)));
    }
    for (int file = 0; file < files.size(); file++) {
      String field = "files[" + file + "]";
      files.get(file).problems().forEach(problem -> problems.add(new Problem(field, problem)));
    }
    for (int unit = 0; unit < units.size(); unit++) {
      String field = "units[" + unit + "]";
      units.get(unit).problems().forEach(problem -> problems.add(new Problem(field, problem)));
    }
    return problems;
  }

  @Override
  public List<String> storedFiles() {
    return files.stream().map(FileInput::stored).filter(Objects::nonNull).distinct().toList();
  }

  @Override
  public long largestStoredFile() {
    return LARGEST_STORED;
  }

  @Override
  public long mostStoredBytes() {
    return MOST_STORED;
  }

  /** The names of the packages that are to be installed. */
  public List<String> installs() {
    return packages.stream().filter(entry -> !entry.absent()).map(PackageInput::name).toList();
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
      List<String> groups,
      List<String> authorizedKeys,
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
      @Nullable String user, @Nullable String group, List<String> commands, boolean password) {
    public SudoRule {
      commands = orEmpty(commands);
    }
  }

  /**
   * @param owner root by default
   * @param group root by default
   * @param mode octal, {@code 0755} by default
   */
  public record Directory(String path, String owner, String group, String mode) {
    public Directory {
      owner = Objects.requireNonNullElse(owner, "root");
      group = Objects.requireNonNullElse(group, "root");
      mode = Objects.requireNonNullElse(mode, "0755");
    }
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
