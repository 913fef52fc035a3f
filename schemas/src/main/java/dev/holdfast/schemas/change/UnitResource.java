package dev.holdfast.schemas.change;

import org.jspecify.annotations.Nullable;

/**
 * A unit of systemd; what is null stays as it is.
 *
 * @param name with its suffix, such as {@code app.service}
 * @param unitFile {@code /etc/systemd/system/NAME}
 * @param dropIn {@code /etc/systemd/system/NAME.d/holdfast.conf}
 * @param enablement {@code enabled}, {@code disabled} or {@code masked}
 * @param running whether it runs
 */
public record UnitResource(
    String name,
    @Nullable Part unitFile,
    @Nullable Part dropIn,
    @Nullable String enablement,
    @Nullable Boolean running)
    implements Resource {
  public static final String ENABLED = "enabled";
  public static final String DISABLED = "disabled";
  public static final String MASKED = "masked";

  /**
   * A file of a unit, or that there is none.
   *
   * @param content empty where there is none
   * @param mode octal, without leading zeros
   */
  public record Part(String content, String mode) {
    public static final Part NONE = new Part("", "644");

    public boolean isNone() {
      return content.isEmpty();
    }
  }

  @Override
  public String subject() {
    return "unit:" + name;
  }

  /** Where its own file is. */
  public String path() {
    return "/etc/systemd/system/" + name;
  }

  /** Where its drop-ins are. */
  public String dropIns() {
    return path() + ".d";
  }
}
