package dev.holdfast.activities.units;

import dev.holdfast.activities.resource.FactsFragment;
import dev.holdfast.schemas.change.UnitFacts;
import dev.holdfast.schemas.change.UnitResource.Part;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Asks systemd for units, and reads their files in {@code /etc/systemd/system}. */
public final class UnitFragment implements FactsFragment {

  @Override
  public String kind() {
    return "units";
  }

  @Override
  public String script() {
    return """
    unit_facts() {
      for name in $asked_units; do
        at=/etc/systemd/system/$name
        set -- "$at" "$at.d/holdfast.conf"
        files=
        for path; do
          if [ -f "$path" ] && [ ! -L "$path" ]; then
            files="$files$tab$(stat -c %a -- "$path")$tab$(b64 <"$path")"
          else
            files="$files$tab$tab"
          fi
        done
        linked=
        [ ! -L "$at" ] || [ "$(readlink -- "$at")" = /dev/null ] || linked=1
        row units "$name" "$(systemctl show -p LoadState --value -- "$name")" \\
          "$(systemctl show -p ActiveState --value -- "$name")" \\
          "$(systemctl show -p UnitFileState --value -- "$name")" "$linked$files"
      done
    }
    unit_facts
    """;
  }

  @Override
  public Found read(String[] row) {
    return new Found(
        row[1],
        new UnitFacts(
            row[2], row[3], row[4], part(row[6], row[7]), part(row[8], row[9]), !row[5].isEmpty()));
  }

  private static @Nullable Part part(String mode, String base64) {
    return mode.isEmpty()
        ? null
        : new Part(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8), mode);
  }
}
