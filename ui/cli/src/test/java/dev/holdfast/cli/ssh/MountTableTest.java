package dev.holdfast.cli.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MountTableTest {

  @Test
  void shouldReadPlacesWithSpacesAndLinesWithTags() {
    String table =
        """
        22 28 0:21 / /proc rw,nosuid - proc proc rw
        61 28 0:50 / /home/me/a\\040b\\134c rw,nosuid shared:3 master:1 - fuse.sshfs web-1:/srv\\040x rw,user_id=0
        garbage
        """;

    assertThat(MountTable.parse(table))
        .containsExactly(
            new MountTable.Entry(Path.of("/proc"), "proc", "proc"),
            new MountTable.Entry(Path.of("/home/me/a b\\c"), "fuse.sshfs", "web-1:/srv x"));
  }

  @Test
  void shouldFindWhatTheKernelHasMounted() {
    assertThat(MountTable.at(Path.of("/proc")).orElseThrow().type()).isEqualTo("proc");
    assertThat(MountTable.at(Path.of("/proc/self"))).isEmpty();
  }
}
