package dev.holdfast.schemas.serversetup;

/**
 * A parameter of the kernel.
 *
 * @param key with dots, such as {@code net.ipv4.ip_forward}
 * @param value as {@code sysctl} takes it
 */
public record SysctlInput(String key, String value) {

  /** The value as the kernel shows it, with single blanks. */
  public String live() {
    return value.strip().replaceAll("[ \\t]+", " ");
  }

  /** The content of its drop-in. */
  public String file() {
    return "# Managed by Holdfast: the next server-setup overwrites it.\n%s = %s\n"
        .formatted(key, live());
  }
}
