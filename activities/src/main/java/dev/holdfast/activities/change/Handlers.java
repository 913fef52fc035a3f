package dev.holdfast.activities.change;

import dev.holdfast.activities.accounts.AuthorizedKeysHandler;
import dev.holdfast.activities.accounts.GroupHandler;
import dev.holdfast.activities.accounts.LoginKeyHandler;
import dev.holdfast.activities.accounts.SudoPasswordHandler;
import dev.holdfast.activities.accounts.UserHandler;
import dev.holdfast.activities.files.DirectoryHandler;
import dev.holdfast.activities.files.FileHandler;
import dev.holdfast.activities.hostkeys.HostKeysHandler;
import dev.holdfast.activities.packages.PackagesHandler;
import dev.holdfast.activities.resource.Fragments.Fragment;
import dev.holdfast.activities.resource.Guard;
import dev.holdfast.activities.resource.ResourceHandler;
import dev.holdfast.activities.resource.Undo;
import dev.holdfast.activities.sshd.SshdHandler;
import dev.holdfast.activities.stack.AbsentHandler;
import dev.holdfast.activities.stack.ContainerHandler;
import dev.holdfast.activities.stack.ContainerImageHandler;
import dev.holdfast.activities.stack.ContainerNetworkHandler;
import dev.holdfast.activities.stack.ContainerVolumeHandler;
import dev.holdfast.activities.stack.UnusedHandler;
import dev.holdfast.activities.sudo.SudoRulesHandler;
import dev.holdfast.activities.sysctl.SysctlHandler;
import dev.holdfast.activities.units.UnitHandler;
import dev.holdfast.schemas.change.AbsentResource;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.ContainerImageResource;
import dev.holdfast.schemas.change.ContainerNetworkResource;
import dev.holdfast.schemas.change.ContainerResource;
import dev.holdfast.schemas.change.ContainerVolumeResource;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.FileResource;
import dev.holdfast.schemas.change.HostKeysResource;
import dev.holdfast.schemas.change.LoginAccount;
import dev.holdfast.schemas.change.LoginKeyResource;
import dev.holdfast.schemas.change.PackagesResource;
import dev.holdfast.schemas.change.Resource;
import dev.holdfast.schemas.change.SudoPasswordResource;
import dev.holdfast.schemas.change.SysctlResource;
import dev.holdfast.schemas.change.UnitResource;
import dev.holdfast.schemas.change.UnusedResource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the handler of each kind of resource. */
final class Handlers {
  private static final Map<Class<? extends Resource>, Kind<?>> KINDS =
      List.of(
              new Kind<>(PackagesResource.class, new PackagesHandler()),
              new Kind<>(Resource.Group.class, new GroupHandler()),
              new Kind<>(Resource.User.class, new UserHandler()),
              new Kind<>(Resource.AuthorizedKeys.class, new AuthorizedKeysHandler()),
              new Kind<>(LoginKeyResource.class, new LoginKeyHandler()),
              new Kind<>(SudoPasswordResource.class, new SudoPasswordHandler()),
              new Kind<>(HostKeysResource.class, new HostKeysHandler()),
              new Kind<>(Resource.SudoRules.class, new SudoRulesHandler()),
              new Kind<>(Resource.Directory.class, new DirectoryHandler()),
              new Kind<>(Resource.Sshd.class, new SshdHandler()),
              new Kind<>(FileResource.class, new FileHandler()),
              new Kind<>(UnitResource.class, new UnitHandler()),
              new Kind<>(SysctlResource.class, new SysctlHandler()),
              new Kind<>(ContainerImageResource.class, new ContainerImageHandler()),
              new Kind<>(ContainerNetworkResource.class, new ContainerNetworkHandler()),
              new Kind<>(ContainerVolumeResource.class, new ContainerVolumeHandler()),
              new Kind<>(ContainerResource.class, new ContainerHandler()),
              new Kind<>(AbsentResource.class, new AbsentHandler()),
              new Kind<>(UnusedResource.class, new UnusedHandler()))
          .stream()
          .collect(Collectors.toMap(Kind::type, kind -> kind));

  private Handlers() {}

  /** A kind and what knows all about it. */
  private record Kind<R extends Resource>(Class<R> type, ResourceHandler<R> handler) {
    Optional<Change> compare(Resource desired, Facts facts) {
      return handler.compare(type.cast(desired), facts);
    }

    String code(Change change) {
      R resource = type.cast(change.resource());
      return change.action() == Change.Action.REMOVE
          ? handler.remove(resource)
          : handler.apply(resource);
    }

    FactsQuery query(Resource resource) {
      return handler.query(type.cast(resource));
    }
  }

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

  static Undo undo(Change change, Undo.Context context) {
    Kind<?> kind = KINDS.get(change.resource().getClass());
    return kind == null
        ? new Undo.Refused(unknown(change.resource()))
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
