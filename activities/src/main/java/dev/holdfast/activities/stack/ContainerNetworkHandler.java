package dev.holdfast.activities.stack;

import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.ContainerNetworkResource;

/** Makes and removes networks of stacks; one that is in use stays. */
public final class ContainerNetworkHandler extends EngineHandler<ContainerNetworkResource> {
  /** Tools that publish ports have the network in common, and did not ask for each other. */
  private static final String NO_TRAFFIC_WITHIN =
      "--opt=com.docker.network.bridge.enable_icc=false";

  @Override
  public String apply(ContainerNetworkResource network) {
    return ENGINE
        + """
        name=%1$s
        if ask network inspect -f '{{index .Labels "dev.holdfast.spec"}}' -- "$name"; then
          [ "$said" = %3$s ] ||
            fail "the network $name is there and was made otherwise; remove it with docker network rm $name"
        else
          tell docker network create --label dev.holdfast.stack=%2$s --label dev.holdfast.spec=%3$s %4$s -- "$name" ||
            fail "the network $name cannot be made: see the lines before this one"
        fi
        """
            .formatted(
                Quoting.quote(network.name()),
                Quoting.quote(network.stack()),
                Specs.write(network),
                network.internal() ? "--internal" : NO_TRAFFIC_WITHIN);
  }

  @Override
  public String remove(ContainerNetworkResource network) {
    return ENGINE
        + """
        name=%s
        ! ask network inspect -f there -- "$name" || tell docker network rm -- "$name" ||
          fail "the network $name is in use; remove the containers in it first"
        """
            .formatted(Quoting.quote(network.name()));
  }
}
