package dev.holdfast.api.auth;

import dev.holdfast.platform.identity.LoginSessions;
import dev.holdfast.platform.setting.Setting;
import dev.holdfast.platform.setting.Settings;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** How long sessions last that begin now. */
@Component
public final class SessionLimits {
  private final Settings settings;

  SessionLimits(Settings settings) {
    this.settings = settings;
  }

  public LoginSessions.Limits now() {
    return new LoginSessions.Limits(
        Duration.ofMinutes(settings.get(Setting.SESSION_IDLE)),
        Duration.ofHours(settings.get(Setting.SESSION_ABSOLUTE)));
  }
}
