package dev.holdfast.activities.hostkeys;

import dev.holdfast.activities.resource.FactsFragment;
import dev.holdfast.activities.resource.Scripts;
import dev.holdfast.schemas.change.HostKeyFacts;
import dev.holdfast.schemas.change.HostKeyFacts.File;
import dev.holdfast.schemas.server.HostKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads the host keys of sshd, and those that are kept aside. */
public final class HostKeysFragment implements FactsFragment {

  @Override
  public String kind() {
    return "host-keys";
  }

  @Override
  public String script() {
    return Scripts.load(HostKeysFragment.class, "kept.sh", "facts.sh");
  }

  @Override
  public Found read(String[] row) {
    List<File> files = new ArrayList<>();
    List<HostKey> kept = new ArrayList<>();
    new String(Base64.getDecoder().decode(row[2]), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split("\\|", -1))
        .forEach(part -> {
          HostKey key = part[1].isEmpty() ? null : HostKey.parse(part[1]);
          if (!part[0].equals("kept")) {
            int bits = part[2].isEmpty() ? 0 : Integer.parseInt(part[2]);
            files.add(new File(part[0], bits, key, part[3]));
          } else if (key != null) {
            kept.add(key);
          }
        });
    return new Found(row[1], new HostKeyFacts(files, kept));
  }
}
