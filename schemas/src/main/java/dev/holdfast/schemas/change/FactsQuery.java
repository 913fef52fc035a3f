package dev.holdfast.schemas.change;

import java.util.Collection;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which facts to collect; the login user and the operating system are always among them.
 *
 * @param users whose account and groups
 * @param keys whose authorized keys, of the users above
 * @param groups which groups
 * @param directories which absolute paths
 * @param sudoFiles which names in {@code /etc/sudoers.d}
 * @param packages which packages
 * @param sshd whether the configuration of the SSH daemon
 * @param kinds by kind of resource, which others
 */
public record FactsQuery(
    SortedSet<String> users,
    SortedSet<String> keys,
    SortedSet<String> groups,
    SortedSet<String> directories,
    SortedSet<String> sudoFiles,
    SortedSet<String> packages,
    boolean sshd,
    SortedMap<String, SortedSet<String>> kinds) {

  /** A query that asks for nothing by kind. */
  public FactsQuery(
      SortedSet<String> users,
      SortedSet<String> keys,
      SortedSet<String> groups,
      SortedSet<String> directories,
      SortedSet<String> sudoFiles,
      SortedSet<String> packages,
      boolean sshd) {
    this(users, keys, groups, directories, sudoFiles, packages, sshd, new TreeMap<>());
  }

  /** A query for what a kind of resource knows by these names, such as {@code file} and paths. */
  public static FactsQuery of(String kind, Collection<String> names) {
    FactsQuery none = none();
    if (!names.isEmpty()) {
      none.kinds.put(kind, new TreeSet<>(names));
    }
    return none;
  }

  /** A query for no more than is always collected. */
  public static FactsQuery none() {
    SortedSet<String> none = new TreeSet<>();
    return new FactsQuery(none, none, none, none, none, none, false);
  }

  /** A query for these accounts. */
  public static FactsQuery users(Collection<String> names) {
    FactsQuery none = none();
    return new FactsQuery(
        new TreeSet<>(names),
        none.keys,
        none.groups,
        none.directories,
        none.sudoFiles,
        none.packages,
        false);
  }

  /** A query for the accounts and the authorized keys of these users. */
  public static FactsQuery keys(Collection<String> names) {
    FactsQuery none = none();
    SortedSet<String> users = new TreeSet<>(names);
    return new FactsQuery(
        users, users, none.groups, none.directories, none.sudoFiles, none.packages, false);
  }

  /** A query for these groups. */
  public static FactsQuery groups(Collection<String> names) {
    FactsQuery none = none();
    return new FactsQuery(
        none.users,
        none.keys,
        new TreeSet<>(names),
        none.directories,
        none.sudoFiles,
        none.packages,
        false);
  }

  /** A query for a directory. */
  public static FactsQuery directory(String path) {
    FactsQuery none = none();
    return new FactsQuery(
        none.users, none.keys, none.groups, set(path), none.sudoFiles, none.packages, false);
  }

  /** A query for a file of sudo rules. */
  public static FactsQuery sudoFile(String name) {
    FactsQuery none = none();
    return new FactsQuery(
        none.users, none.keys, none.groups, none.directories, set(name), none.packages, false);
  }

  /** A query for these packages. */
  public static FactsQuery packages(Collection<String> names) {
    FactsQuery none = none();
    return new FactsQuery(
        none.users,
        none.keys,
        none.groups,
        none.directories,
        none.sudoFiles,
        new TreeSet<>(names),
        false);
  }

  /** A query for the SSH daemon. */
  public static FactsQuery ofSshd() {
    FactsQuery none = none();
    return new FactsQuery(
        none.users, none.keys, none.groups, none.directories, none.sudoFiles, none.packages, true);
  }

  /** What this one asks for and the other, too. */
  public FactsQuery and(FactsQuery other) {
    return new FactsQuery(
        union(users, other.users),
        union(keys, other.keys),
        union(groups, other.groups),
        union(directories, other.directories),
        union(sudoFiles, other.sudoFiles),
        union(packages, other.packages),
        sshd || other.sshd,
        union(kinds, other.kinds));
  }

  private static SortedMap<String, SortedSet<String>> union(
      SortedMap<String, SortedSet<String>> one, SortedMap<String, SortedSet<String>> other) {
    SortedMap<String, SortedSet<String>> all = new TreeMap<>(one);
    other.forEach((kind, names) -> all.merge(kind, names, FactsQuery::union));
    return all;
  }

  private static SortedSet<String> set(String name) {
    SortedSet<String> set = new TreeSet<>();
    set.add(name);
    return set;
  }

  private static SortedSet<String> union(SortedSet<String> one, SortedSet<String> other) {
    SortedSet<String> all = new TreeSet<>(one);
    all.addAll(other);
    return all;
  }
}
