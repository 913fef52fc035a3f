package dev.holdfast.schemas.change;

import dev.holdfast.schemas.server.HostKey;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The keys by which a server proves who it is. The private halves are on the server alone.
 *
 * @param keys one for each file
 * @param unit the service that is reloaded
 */
public record HostKeysResource(List<Installed> keys, String unit) implements Resource {

  public HostKeysResource {
    keys = List.copyOf(keys);
  }

  @Override
  public String subject() {
    return "host-keys";
  }

  /** The public halves, as far as they are made. */
  public List<HostKey> shown() {
    return keys.stream().map(Installed::key).filter(Objects::nonNull).toList();
  }

  /**
   * A host key in its file.
   *
   * @param path of the private half
   * @param type such as {@code ssh-ed25519}
   * @param bits its length
   * @param key the public half; null for one that is made when this is applied
   */
  public record Installed(String path, String type, int bits, @Nullable HostKey key) {}
}
