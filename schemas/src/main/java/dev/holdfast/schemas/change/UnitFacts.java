package dev.holdfast.schemas.change;

import org.jspecify.annotations.Nullable;

/**
 * What systemd makes of a unit.
 *
 * @param load such as {@code loaded} or {@code not-found}
 * @param active such as {@code active} or {@code failed}
 * @param enablement such as {@code enabled}, {@code static} or {@code masked}; empty where there is
 *     none
 * @param unitFile what is in {@code /etc/systemd/system}: the file of the unit; null where there is
 *     none
 * @param dropIn Holdfast's own drop-in; null where there is none
 * @param linked whether its file in {@code /etc/systemd/system} is a symbolic link
 */
public record UnitFacts(
    String load,
    String active,
    String enablement,
    UnitResource.@Nullable Part unitFile,
    UnitResource.@Nullable Part dropIn,
    boolean linked) {
  public boolean isRunning() {
    return active.equals("active") || active.equals("reloading") || active.equals("refreshing");
  }
}
