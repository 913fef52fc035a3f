package dev.holdfast.activities.files;

import dev.holdfast.activities.resource.FactsFragment;
import dev.holdfast.schemas.change.FileFacts;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reads what is at paths, with the content of files that are not too large. */
public final class FileFragment implements FactsFragment {

  @Override
  public String kind() {
    return "file";
  }

  @Override
  public String script() {
    return """
    file_facts() {
      room=4194304
      for path in $asked_file; do
        directory=${path%/*} through='' content='' kept=''
        directory=${directory:-/}
        real=$(realpath -m -- "$directory")
        [ "$real" = "$directory" ] || through=$real
        above=$directory
        while [ ! -e "$above" ] && [ ! -L "$above" ]; do above=$(dirname -- "$above"); done
        target=
        if [ -L "$path" ]; then
          type=link target=$(readlink -- "$path" | b64)
        elif [ -f "$path" ]; then
          type=file size=$(stat -c %s -- "$path")
          if [ "$size" -le 262144 ] && [ "$size" -le "$room" ]; then
            room=$((room - size)) kept=1 content=$(b64 <"$path")
          fi
        elif [ -d "$path" ]; then
          type=directory
        elif [ -e "$path" ]; then
          type=other
        else
          row file "$path" none "$through" "$above"
          continue
        fi
        row file "$path" "$type" "$through" "$above" "$(stat -c "%U${tab}%G${tab}%a${tab}%u${tab}%g" -- "$path")" \\
          "$target" "$kept" "$content"
      done
    }
    file_facts
    """;
  }

  @Override
  public Found read(String[] row) {
    String through = row[3].isEmpty() ? null : row[3];
    if (row[2].equals("none")) {
      return new Found(
          row[1], new FileFacts("none", "", "", "", 0, 0, null, null, through, row[4]));
    }
    boolean link = row[2].equals("link");
    return new Found(
        row[1],
        new FileFacts(
            row[2],
            named(row[5], row[8]),
            named(row[6], row[9]),
            row[7],
            Integer.parseInt(row[8]),
            Integer.parseInt(row[9]),
            link ? text(row[10]) : null,
            row[11].isEmpty() ? null : row[12],
            through,
            row[4]));
  }

  private static String named(String name, String number) {
    return name.equals("UNKNOWN") ? number : name;
  }

  /** What readlink prints, which ends its line. */
  private static @Nullable String text(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8)
        .replaceFirst("\n$", "");
  }
}
