package dev.holdfast.api.settings;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.platform.setting.Setting;
import dev.holdfast.platform.setting.Settings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows and changes the platform's settings. */
@RestController
@RequestMapping("/api/v1/settings")
final class SettingsController {
  private final Settings settings;

  SettingsController(Settings settings) {
    this.settings = settings;
  }

  /** A new value. */
  record Change(@Nullable Integer value) {}

  @Requires(value = "settings:read", on = Requires.On.INSTALLATION)
  @GetMapping
  Page<SettingDocument> list() {
    return new Page<>(settings.all().stream().map(SettingDocument::of).toList(), null);
  }

  @Requires(value = "settings:read", on = Requires.On.INSTALLATION)
  @GetMapping("/{name}")
  SettingDocument show(@PathVariable String name) {
    return document(known(name));
  }

  @Requires(value = "settings:write", on = Requires.On.INSTALLATION)
  @PatchMapping("/{name}")
  SettingDocument change(
      @PathVariable String name,
      @RequestBody Change change,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Setting setting = known(name);
    if (change.value() == null) {
      throw ApiException.invalid(List.of(new FieldError("value", "is missing")));
    }
    try {
      Actions.onPlatform("settings set %s %d".formatted(name, change.value()));
      settings.set(setting, change.value(), caller.name());
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(List.of(new FieldError("value", String.valueOf(e.getMessage()))));
    }
    return document(setting);
  }

  private SettingDocument document(Setting setting) {
    return settings.all().stream()
        .filter(value -> value.setting().equals(setting))
        .map(SettingDocument::of)
        .findFirst()
        .orElseThrow();
  }

  private static Setting known(String name) {
    return Setting.find(name)
        .orElseThrow(
            () -> ApiException.notFound("unknown-setting", "There is no setting '" + name + "'."));
  }
}
