package dev.holdfast.activities.change;

import dev.holdfast.activities.kinds.Kinds;
import dev.holdfast.activities.kinds.Kinds.Kind;
import dev.holdfast.activities.resource.Fragments.Fragment;
import dev.holdfast.activities.resource.Guard;
import dev.holdfast.activities.resource.Inverse;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.LoginAccount;
import dev.holdfast.schemas.change.Resource;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the handler of each kind of resource. */
final class Handlers {
  private static final Map<Class<? extends Resource>, Kind<?>> KINDS =
      Kinds.ALL.stream().collect(Collectors.toMap(Kind::type, kind -> kind));

  private Handlers() {}

  static Optional<Change> compare(Resource desired, Facts facts) {
    return of(desired).compare(desired, facts);
  }

  static Fragment fragment(Change change) {
    return new Fragment(change.id(), of(change.resource()).code(change));
  }

  static Duration time(Change change) {
    return of(change.resource()).handler().time();
  }

  static Guard guard(Change change, LoginAccount login) {
    return of(change.resource()).handler().guard(change, login);
  }

  /** The facts that undoing a change needs; none for a kind that nobody here knows. */
  static FactsQuery query(Change change) {
    Kind<?> kind = KINDS.get(change.resource().getClass());
    return kind == null ? FactsQuery.none() : kind.query(change.resource());
  }

  static Inverse undo(Change change, Inverse.Context context) {
    Kind<?> kind = KINDS.get(change.resource().getClass());
    return kind == null
        ? new Inverse.Refused(unknown(change.resource()))
        : kind.handler().undo(change, context);
  }

  private static Kind<?> of(Resource resource) {
    return Objects.requireNonNull(KINDS.get(resource.getClass()), () -> unknown(resource));
  }

  private static String unknown(Resource resource) {
    return "this version of Holdfast does not know resources of the kind %s: use the version that made the change"
        .formatted(resource.subject());
  }
}
