package dev.holdfast.schemas.change;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.jsontype.impl.TypeIdResolverBase;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The kinds of resources, by the names that they have in JSON: plans, ledgers and histories hold
 * them for as long as they are kept, so none is ever renamed. A kind that is not here is read as
 * {@link Resource.Unknown}.
 */
public final class ResourceKinds extends TypeIdResolverBase {
  private static final Map<String, Class<? extends Resource>> KINDS =
      Map.ofEntries(
          Map.entry("packages", PackagesResource.class),
          Map.entry("group", Resource.Group.class),
          Map.entry("user", Resource.User.class),
          Map.entry("authorized-keys", Resource.AuthorizedKeys.class),
          Map.entry("sudo-rules", Resource.SudoRules.class),
          Map.entry("directory", Resource.Directory.class),
          Map.entry("sshd", Resource.Sshd.class),
          Map.entry("file", FileResource.class),
          Map.entry("unit", UnitResource.class),
          Map.entry("sysctl", SysctlResource.class),
          Map.entry("login-key", LoginKeyResource.class),
          Map.entry("sudo-password", SudoPasswordResource.class),
          Map.entry("host-keys", HostKeysResource.class),
          Map.entry("container", ContainerResource.class),
          Map.entry("container-image", ContainerImageResource.class),
          Map.entry("container-network", ContainerNetworkResource.class),
          Map.entry("container-volume", ContainerVolumeResource.class),
          Map.entry("docker-settings", DockerSettingsResource.class),
          Map.entry("absent", AbsentResource.class),
          Map.entry("unused", UnusedResource.class));

  private static final Map<Class<? extends Resource>, String> NAMES =
      KINDS.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

  @Override
  public String idFromValue(Object value) {
    return value instanceof Resource.Unknown unknown
        ? unknown.kind()
        : idFromValueAndType(value, value.getClass());
  }

  @Override
  public String idFromValueAndType(Object value, Class<?> type) {
    String name = NAMES.get(type);
    if (name == null) {
      throw new IllegalArgumentException(type + " is a resource without a kind");
    }
    return name;
  }

  @Override
  public JavaType typeFromId(DatabindContext context, String id) {
    return context.constructType(KINDS.getOrDefault(id, Resource.Unknown.class));
  }

  @Override
  public JsonTypeInfo.Id getMechanism() {
    return JsonTypeInfo.Id.CUSTOM;
  }
}
