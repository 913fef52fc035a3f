package dev.holdfast.e2e;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the operations have left on one server, counted past the product.
 *
 * @param noted a line for each beginning and each end of a command, in their order
 * @param there the parts of set-ups ({@code cg3}, {@code cu3}, {@code cd3}, {@code cf3}) and copies
 *     whose content is right ({@code cc3})
 * @param left what should have ended or been removed, for people
 */
record ChaosEffects(List<String> noted, Set<String> there, List<String> left) {
  /** The parts of a set-up. */
  static final int PARTS = 4;

  ChaosEffects {
    noted = List.copyOf(noted);
    there = Set.copyOf(there);
    left = List.copyOf(left);
  }

  /**
   * Looks at a server.
   *
   * @param effects the file that commands append to
   * @param sha256 of what is copied
   */
  static ChaosEffects of(EndToEnd all, String server, String effects, String sha256) {
    List<String> noted = all.on(server, "cat " + effects).lines().toList();
    Set<String> there =
        new HashSet<>(
            all.on(
                    server,
                    """
                    cut -d: -f1 /etc/passwd /etc/group | grep -xE 'c[ug][0-9]+'
                    ls -d /srv/cd* /etc/cf* 2>/dev/null | sed 's!.*/!!'
                    sha256sum /var/tmp/cc* 2>/dev/null | sed -n 's!^%s .*/!!p'
                    true
                    """
                        .formatted(sha256))
                .lines()
                .toList());
    List<String> left =
        all.on(
                server,
                """
                systemctl list-units --plain --no-legend 'holdfast-run-*' 'holdfast-revert-*'
                ls -d /var/lib/holdfast/revert/*/pending 2>/dev/null
                sshd -t 2>&1
                true
                """)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    return new ChaosEffects(noted, there, left);
  }

  long begun(int number) {
    return count(number + " begin");
  }

  long ended(int number) {
    return count(number + " end");
  }

  /** How many of the parts of a set-up there are. */
  long parts(int number) {
    return List.of("cg", "cu", "cd", "cf").stream()
        .filter(part -> there.contains(part + number))
        .count();
  }

  boolean copied(int number) {
    return there.contains("cc" + number);
  }

  private long count(String line) {
    return noted.stream().filter(line::equals).count();
  }
}
