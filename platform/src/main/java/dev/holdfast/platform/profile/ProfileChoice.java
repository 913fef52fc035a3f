package dev.holdfast.platform.profile;

import dev.holdfast.schemas.server.Server;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which of the profiles of an operation counts for a server. */
public sealed interface ProfileChoice {

  /** The one that counts. */
  record One(Profile profile) implements ProfileChoice {}

  /** Nothing is kept for the server. */
  record None() implements ProfileChoice {}

  /** These two are of equal rank, and differ. */
  record Conflict(Profile one, Profile other) implements ProfileChoice {}

  /** The server's own one; else of those for its labels the one with the highest priority. */
  static ProfileChoice of(Server server, Collection<Profile> profiles) {
    List<Profile> fitting =
        profiles.stream()
            .filter(profile -> profile.target().includes(server))
            .sorted(
                Comparator.comparingLong(ProfileChoice::rank)
                    .reversed()
                    .thenComparing(Profile::name))
            .toList();
    if (fitting.isEmpty()) {
      return new None();
    }
    Profile first = fitting.getFirst();
    @Nullable Profile other =
        fitting.stream()
            .filter(profile -> rank(profile) == rank(first) && !profile.body().equals(first.body()))
            .findFirst()
            .orElse(null);
    return other == null ? new One(first) : new Conflict(first, other);
  }

  private static long rank(Profile profile) {
    return switch (profile.target()) {
      case ProfileTarget.OfServer _ -> Long.MAX_VALUE;
      case ProfileTarget.OfLabel _ -> profile.priority();
    };
  }
}
