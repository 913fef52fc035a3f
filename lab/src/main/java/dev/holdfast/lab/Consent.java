package dev.holdfast.lab;

import java.io.Console;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides whether something may be done to this machine that outlives the lab. */
@FunctionalInterface
public interface Consent {

  /** Whether {@code deed}, a phrase such as "install docker.io", may be done. */
  boolean to(String deed);

  /** Says yes to everything. */
  static Consent given() {
    return deed -> true;
  }

  /** Yes by {@code --yes} or {@code CI=true}; else asks the terminal; else no. */
  static Consent of(boolean yes) {
    return of(yes, System.getenv(), System.console());
  }

  /** As {@link #of(boolean)}, with the environment and the console given. */
  static Consent of(boolean yes, Map<String, String> environment, @Nullable Console console) {
    if (yes || "true".equalsIgnoreCase(environment.get("CI"))) {
      return given();
    }
    if (console == null || !console.isTerminal()) {
      return deed -> false;
    }
    return deed -> {
      String answer = console.readLine("May Holdfast %s? [y/N] ", deed);
      return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    };
  }
}
