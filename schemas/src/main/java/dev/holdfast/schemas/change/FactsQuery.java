package dev.holdfast.schemas.change;

import java.util.SortedSet;

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
 */
public record FactsQuery(
    SortedSet<String> users,
    SortedSet<String> keys,
    SortedSet<String> groups,
    SortedSet<String> directories,
    SortedSet<String> sudoFiles,
    SortedSet<String> packages,
    boolean sshd) {}
