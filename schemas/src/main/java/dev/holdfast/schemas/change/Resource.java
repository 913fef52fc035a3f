package dev.holdfast.schemas.change;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One piece of state on a server, as it should be or as it was. Its JSON says its kind; see {@link
 * ResourceKinds}.
 *
 * <p>What is null is left as it is.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, property = "kind", visible = true)
@JsonTypeIdResolver(ResourceKinds.class)
@JsonIgnoreProperties("kind")
public interface Resource {

  /** What it is about, unique in a plan, such as {@code user:deploy}. */
  String subject();

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
   * @param notGroups supplementary groups that it is not in
   */
  record User(
      String name,
      @Nullable Integer uid,
      @Nullable String home,
      @Nullable String shell,
      List<String> groups,
      boolean system,
      boolean createHome,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notGroups)
      implements Resource {
    public User {
      groups = List.copyOf(groups);
      notGroups = List.copyOf(Objects.requireNonNullElse(notGroups, List.of()));
    }

    /** A user that may be in other groups, too. */
    public User(
        String name,
        @Nullable Integer uid,
        @Nullable String home,
        @Nullable String shell,
        List<String> groups,
        boolean system,
        boolean createHome) {
      this(name, uid, home, shell, groups, system, createHome, List.of());
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
   * @param notLines whole lines that the file does not have
   */
  record AuthorizedKeys(
      String user,
      List<String> lines,
      @Nullable String directoryMode,
      @Nullable String fileMode,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notLines)
      implements Resource {
    public AuthorizedKeys {
      lines = List.copyOf(lines);
      notLines = List.copyOf(Objects.requireNonNullElse(notLines, List.of()));
    }

    /** Keys beside which others may log in, too. */
    public AuthorizedKeys(
        String user,
        List<String> lines,
        @Nullable String directoryMode,
        @Nullable String fileMode) {
      this(user, lines, directoryMode, fileMode, List.of());
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
   * @param within the nearest directory above it that was there before it; null where that is not
   *     known
   */
  record Directory(
      String path,
      String owner,
      String group,
      String mode,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String within)
      implements Resource {
    /** A directory of which nobody knows what was there before it. */
    public Directory(String path, String owner, String group, String mode) {
      this(path, owner, group, mode, null);
    }

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

  /**
   * What this version knows nothing of: kept as it is, shown as such, and never touched.
   *
   * @param fields everything but the kind
   */
  @JsonIgnoreProperties({})
  record Unknown(String kind, Map<String, Object> fields) implements Resource {
    public Unknown {
      // Copied in its order, and null is a value in JSON.
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Unknown of(Map<String, Object> all) {
      Map<String, Object> fields = new LinkedHashMap<>(all);
      return new Unknown(String.valueOf(fields.remove("kind")), fields);
    }

    /** The fields as they stand in JSON, beside the kind. */
    @Override
    @JsonAnyGetter
    public Map<String, Object> fields() {
      return fields;
    }

    @Override
    @JsonIgnore
    public String kind() {
      return kind;
    }

    @Override
    public String subject() {
      return kind;
    }
  }
}
