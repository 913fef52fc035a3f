package dev.holdfast.api.settings;

import dev.holdfast.platform.setting.Settings;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A setting as it is now.
 *
 * @param setBy null where it has its default
 */
record SettingDocument(
    String name,
    int value,
    String unit,
    int defaultValue,
    int least,
    int most,
    String description,
    @Nullable String setBy,
    @Nullable Instant setAt) {

  static SettingDocument of(Settings.Value value) {
    return new SettingDocument(
        value.setting().name(),
        value.value(),
        value.setting().unit(),
        value.setting().fallback(),
        value.setting().least(),
        value.setting().most(),
        value.setting().description(),
        value.setBy(),
        value.setAt());
  }
}
