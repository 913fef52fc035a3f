package dev.holdfast.schemas.change;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One piece of state on a server, as it should be or as it was.
 *
 * <p>What is null is left as it is. Resources only ever add: what none of them names stays.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Resource.Packages.class, name = "packages"),
  @JsonSubTypes.Type(value = Resource.Group.class, name = "group"),
  @JsonSubTypes.Type(value = Resource.User.class, name = "user"),
  @JsonSubTypes.Type(value = Resource.AuthorizedKeys.class, name = "authorized-keys"),
  @JsonSubTypes.Type(value = Resource.SudoRules.class, name = "sudo-rules"),
  @JsonSubTypes.Type(value = Resource.Directory.class, name = "directory"),
  @JsonSubTypes.Type(value = Resource.Sshd.class, name = "sshd")
})
public sealed interface Resource {

  /** What it is about, unique in a plan, such as {@code user:deploy}. */
  String subject();

  /** Packages of the server's own package manager that are installed. */
  record Packages(List<String> names) implements Resource {
    public Packages {
      names = List.copyOf(names);
    }

    @Override
    public String subject() {
      return "packages";
    }
  }

  /**
   * @param system gets an id below 1000 when it is made
   */
  record Group(String name, @Nullable Integer gid, boolean system) implements Resource {
    @Override
    public String subject() {
      return "group:" + name;
    }
  }

  /**
   * @param groups supplementary groups
   * @param system gets an id below 1000 when it is made
   * @param createHome whether the home directory has to exist
   */
  record User(
      String name,
      @Nullable Integer uid,
      @Nullable String home,
      @Nullable String shell,
      List<String> groups,
      boolean system,
      boolean createHome)
      implements Resource {
    public User {
      groups = List.copyOf(groups);
    }

    @Override
    public String subject() {
      return "user:" + name;
    }
  }

  /**
   * Public keys that may log in as a user, in {@code ~/.ssh/authorized_keys}.
   *
   * @param lines whole lines of the file
   * @param directoryMode octal, of {@code ~/.ssh}; null where there was none
   * @param fileMode octal; null where there was none
   */
  record AuthorizedKeys(
      String user, List<String> lines, @Nullable String directoryMode, @Nullable String fileMode)
      implements Resource {
    public AuthorizedKeys {
      lines = List.copyOf(lines);
    }

    @Override
    public String subject() {
      return "authorized-keys:" + user;
    }
  }

  /**
   * A file in {@code /etc/sudoers.d} with all rules for one user or group.
   *
   * @param name the file's name
   */
  record SudoRules(String name, String content) implements Resource {
    @Override
    public String subject() {
      return "sudo:" + name;
    }
  }

  /**
   * @param mode octal, four digits
   */
  record Directory(String path, String owner, String group, String mode) implements Resource {
    @Override
    public String subject() {
      return "directory:" + path;
    }
  }

  /**
   * The SSH daemon: files, and what it makes of them.
   *
   * @param files in the order in which they are written; without content where there was none
   * @param effective what {@code sshd -T} shows for the login user, by keyword in lower case
   * @param loginUser whose effective settings these are
   * @param unit the service that is reloaded
   */
  record Sshd(
      List<ConfigFile> files,
      SortedMap<String, List<String>> effective,
      String loginUser,
      String unit)
      implements Resource {
    public Sshd {
      files = List.copyOf(files);
    }

    @Override
    public String subject() {
      return "sshd";
    }

    /**
     * @param mode octal
     */
    public record ConfigFile(String path, @Nullable String content, String mode) {}
  }
}
