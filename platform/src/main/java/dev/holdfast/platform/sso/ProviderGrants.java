package dev.holdfast.platform.sso;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * What users have been granted because of their groups. Each such grant names its mapping, ends
 * with it, and by itself if its user does not log in for a month: so whoever has left the provider
 * keeps nothing here. What people have granted is left alone.
 */
final class ProviderGrants {
  static final Duration LASTING = Duration.ofDays(30);

  private static final String BY = "identity provider";
  private static final String IN_FORCE =
      "(revoked_at is null and (expires_at is null or expires_at > now()))";

  private ProviderGrants() {}

  /** What has changed, by role and scope. */
  record Changes(Set<String> added, Set<String> ended) {
    boolean none() {
      return added.isEmpty() && ended.isEmpty();
    }
  }

  private record Held(String id, String mapping, String what) {}

  /** Lets a user have what these groups give, and nothing else that groups have given before. */
  static Changes bringUpToDate(
      Handle handle, String organisation, String user, Set<String> groups) {
    // One login of a user after the other: two at once would grant the same twice.
    handle.execute(
        "select from users where organisation_id = ? and name = ? for update", organisation, user);
    List<ProviderGroup> wanted =
        ProviderGroups.list(handle, organisation).stream()
            .filter(mapping -> groups.contains(mapping.group()))
            .toList();
    List<Held> held = held(handle, organisation, user);
    Set<String> had = new HashSet<>();
    Set<String> ended = new TreeSet<>();
    for (Held grant : held) {
      if (wanted.stream().anyMatch(it -> it.id().equals(grant.mapping()))) {
        had.add(grant.mapping());
      } else {
        ended.add(grant.what());
        end(handle, organisation, grant.id());
      }
    }
    Set<String> added = new TreeSet<>();
    for (ProviderGroup mapping : wanted) {
      if (had.contains(mapping.id())) {
        prolong(handle, organisation, user, mapping.id());
      } else {
        added.add(mapping.role() + " on " + mapping.scope());
        grant(handle, organisation, user, mapping);
      }
    }
    var changes = new Changes(added, ended);
    if (!changes.none()) {
      outdate(handle, organisation, user);
    }
    return changes;
  }

  private static List<Held> held(Handle handle, String organisation, String user) {
    return handle
        .createQuery(
            """
            select id, provider_group, role || ' on ' || scope as what from grants
            where organisation_id = :organisation and user_name = :user
              and provider_group is not null and %s
            """
                .formatted(IN_FORCE))
        .bind("organisation", organisation)
        .bind("user", user)
        .map((rs, context) ->
            new Held(rs.getString("id"), rs.getString("provider_group"), rs.getString("what")))
        .list();
  }

  private static void end(Handle handle, String organisation, String grant) {
    handle.execute(
        """
        update grants set revoked_at = now(), revoked_by = ? where organisation_id = ? and id = ?
        """,
        BY,
        organisation,
        grant);
  }

  private static void prolong(Handle handle, String organisation, String user, String mapping) {
    handle.execute(
        """
        update grants set expires_at = now() + ? * interval '1 second'
        where organisation_id = ? and user_name = ? and provider_group = ? and %s
        """
            .formatted(IN_FORCE),
        LASTING.toSeconds(),
        organisation,
        user,
        mapping);
  }

  private static void grant(
      Handle handle, String organisation, String user, ProviderGroup mapping) {
    handle.execute(
        """
        insert into grants
          (organisation_id, user_name, role, scope, granted_by, provider_group, expires_at)
        values (?, ?, ?, ?, ?, ?, now() + ? * interval '1 second')
        """,
        organisation,
        user,
        mapping.role(),
        mapping.scope(),
        mapping.createdBy(),
        mapping.id(),
        LASTING.toSeconds());
  }

  /** Ends what one mapping has granted to anybody. */
  static void revoke(Handle handle, String organisation, String mapping, String by) {
    handle
        .createQuery(
            """
            update grants set revoked_at = now(), revoked_by = :by
            where organisation_id = :organisation and provider_group = :mapping and %s
            returning user_name
            """
                .formatted(IN_FORCE))
        .bind("by", by)
        .bind("organisation", organisation)
        .bind("mapping", mapping)
        .mapTo(String.class)
        .list()
        .forEach(user -> outdate(handle, organisation, user));
  }

  /** Ends what all groups have given to a user. */
  static void revokeOf(Handle handle, String organisation, String user, String by) {
    handle.execute(
        """
        update grants set revoked_at = now(), revoked_by = ?
        where organisation_id = ? and user_name = ? and provider_group is not null and %s
        """
            .formatted(IN_FORCE),
        by,
        organisation,
        user);
    outdate(handle, organisation, user);
  }

  /** Ends what all groups of an organisation have given. */
  static void revokeAll(Handle handle, String organisation, String by) {
    handle
        .createQuery(
            """
            update grants set revoked_at = now(), revoked_by = :by
            where organisation_id = :organisation and provider_group is not null and %s
            returning user_name
            """
                .formatted(IN_FORCE))
        .bind("by", by)
        .bind("organisation", organisation)
        .mapTo(String.class)
        .list()
        .forEach(user -> outdate(handle, organisation, user));
  }

  /** What access tokens say of this user is no longer so. */
  private static void outdate(Handle handle, String organisation, String user) {
    handle.execute(
        """
        update users set authorisation_version = authorisation_version + 1
        where organisation_id = ? and name = ?
        """,
        organisation,
        user);
  }
}
