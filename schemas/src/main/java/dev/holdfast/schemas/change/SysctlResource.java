package dev.holdfast.schemas.change;

import org.jspecify.annotations.Nullable;

/**
 * A parameter of the kernel: now, and after the next boot.
 *
 * @param key with dots, such as {@code net.ipv4.ip_forward}
 * @param live its value now; null where the kernel does not let it be set here
 * @param file the content of its drop-in in {@code /etc/sysctl.d}; null where there is none
 */
public record SysctlResource(String key, @Nullable String live, @Nullable String file)
    implements Resource {

  @Override
  public String subject() {
    return "sysctl:" + key;
  }

  /** Where its drop-in is; read after those of the distribution. */
  public String path() {
    return path(key);
  }

  /** Where the drop-in of a key is. */
  public static String path(String key) {
    return "/etc/sysctl.d/90-holdfast-" + key + ".conf";
  }
}
