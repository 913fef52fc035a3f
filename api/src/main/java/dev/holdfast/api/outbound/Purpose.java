package dev.holdfast.api.outbound;

import dev.holdfast.platform.setting.Setting;

/** For what the platform connects to an address that an organisation has named. */
public enum Purpose {
  SINKS,
  IDENTITY_PROVIDERS,
  GATES;

  /** Which addresses besides public ones it may be. */
  Setting setting() {
    return switch (this) {
      case SINKS -> Setting.NOTIFY_PRIVATE;
      case IDENTITY_PROVIDERS -> Setting.PROVIDER_PRIVATE;
      case GATES -> Setting.GATE_PRIVATE;
    };
  }

  /** In words that go on "its address is of a private network, ...". */
  String rule() {
    return switch (this) {
      case SINKS -> "where sinks may not send";
      case IDENTITY_PROVIDERS -> "where no identity provider is asked";
      case GATES -> "where no gate asks";
    };
  }
}
