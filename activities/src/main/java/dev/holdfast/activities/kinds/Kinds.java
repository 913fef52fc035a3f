package dev.holdfast.activities.kinds;

import dev.holdfast.activities.accounts.AuthorizedKeysHandler;
import dev.holdfast.activities.accounts.GroupHandler;
import dev.holdfast.activities.accounts.LoginKeyHandler;
import dev.holdfast.activities.accounts.SudoPasswordHandler;
import dev.holdfast.activities.accounts.UserHandler;
import dev.holdfast.activities.dockersettings.DockerSettingsHandler;
import dev.holdfast.activities.files.DirectoryHandler;
import dev.holdfast.activities.files.FileHandler;
import dev.holdfast.activities.hostkeys.HostKeysHandler;
import dev.holdfast.activities.packages.PackagesHandler;
import dev.holdfast.activities.resource.ResourceHandler;
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
import dev.holdfast.schemas.change.DockerSettingsResource;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.FileResource;
import dev.holdfast.schemas.change.HostKeysResource;
import dev.holdfast.schemas.change.LoginKeyResource;
import dev.holdfast.schemas.change.PackagesResource;
import dev.holdfast.schemas.change.Resource;
import dev.holdfast.schemas.change.SudoPasswordResource;
import dev.holdfast.schemas.change.SysctlResource;
import dev.holdfast.schemas.change.UnitResource;
import dev.holdfast.schemas.change.UnusedResource;
import java.util.List;
import java.util.Optional;

/**
 * The kinds of resources that servers have here, with all that is known of each: a new one is a
 * line here, and its name in {@link dev.holdfast.schemas.change.ResourceKinds}.
 */
public final class Kinds {
  /** In the order in which their facts are read. */
  public static final List<Kind<?>> ALL =
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
          new Kind<>(DockerSettingsResource.class, new DockerSettingsHandler()),
          new Kind<>(ContainerImageResource.class, new ContainerImageHandler()),
          new Kind<>(ContainerNetworkResource.class, new ContainerNetworkHandler()),
          new Kind<>(ContainerVolumeResource.class, new ContainerVolumeHandler()),
          new Kind<>(ContainerResource.class, new ContainerHandler()),
          new Kind<>(AbsentResource.class, new AbsentHandler()),
          new Kind<>(UnusedResource.class, new UnusedHandler()));

  private Kinds() {}

  /** A kind and what knows all about it. */
  public record Kind<R extends Resource>(Class<R> type, ResourceHandler<R> handler) {
    public Optional<Change> compare(Resource desired, Facts facts) {
      return handler.compare(type.cast(desired), facts);
    }

    /** POSIX sh that makes a change of this kind. */
    public String code(Change change) {
      R resource = type.cast(change.resource());
      return change.action() == Change.Action.REMOVE
          ? handler.remove(resource)
          : handler.apply(resource);
    }

    public FactsQuery query(Resource resource) {
      return handler.query(type.cast(resource));
    }
  }
}
