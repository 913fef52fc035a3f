package dev.holdfast.activities.sysctl;

import dev.holdfast.activities.resource.FactsFragment;
import dev.holdfast.schemas.change.SysctlFacts;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Reads parameters of the kernel, whether they can be set here, and their drop-ins. */
public final class SysctlFragment implements FactsFragment {

  @Override
  public String kind() {
    return "sysctl";
  }

  @Override
  public String script() {
    return """
    sysctl_facts() {
      for key in $asked_sysctl; do
        there='' settable='' live='' known=''
        if live=$(sysctl -n -- "$key" 2>/dev/null); then
          known=1
          # A file system that is mounted read-only says so only when it is asked to open it.
          [ ! -w "/proc/sys/$(printf %s "$key" | tr . /)" ] || settable=1
        fi
        at=/etc/sysctl.d/90-holdfast-$key.conf
        content=
        if [ -f "$at" ]; then there=1 content=$(b64 <"$at"); fi
        row sysctl "$key" "$known" "$settable" "$(printf '%s' "$live" | tr -s ' \\t\\n' ' ')" "$there" "$content"
      done
    }
    sysctl_facts
    """;
  }

  @Override
  public Found read(String[] row) {
    String content = new String(Base64.getDecoder().decode(row[6]), StandardCharsets.UTF_8);
    return new Found(
        row[1],
        new SysctlFacts(
            row[2].isEmpty() ? null : row[4],
            !row[3].isEmpty(),
            row[5].isEmpty() ? null : content));
  }
}
