package dev.holdfast.standalone.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PortsTest {

  @TempDir private Path home;

  @Test
  void shouldTakeTheUsualPortsWhenTheyAreFree() throws IOException {
    Ports ports = Ports.choose(home, Set.of(), number -> true);

    for (Port port : Port.values()) {
      assertThat(ports.get(port)).isEqualTo(port.usual);
    }
  }

  @Test
  void shouldTakeAnotherPortAndRememberItWhenTheUsualOneIsTaken() throws IOException {
    Ports first = Ports.choose(home, Set.of(), number -> number != Port.POSTGRES.usual);
    first.save(home);
    Ports second = Ports.choose(home, Set.of(), number -> true);

    assertThat(first.get(Port.POSTGRES)).isNotEqualTo(Port.POSTGRES.usual);
    assertThat(second.get(Port.POSTGRES)).isEqualTo(first.get(Port.POSTGRES));
    assertThat(second.get(Port.REDIS)).isEqualTo(Port.REDIS.usual);
  }

  @Test
  void shouldKeepARememberedPortThatOurOwnChildHolds() throws IOException {
    Ports.choose(home, Set.of(), number -> true).save(home);
    Ports again = Ports.choose(home, EnumSet.of(Port.REDIS), number -> number > 20_000);

    assertThat(again.get(Port.REDIS)).isEqualTo(Port.REDIS.usual);
    assertThat(again.get(Port.POSTGRES)).isNotEqualTo(Port.POSTGRES.usual);
  }

  @Test
  void shouldNeverChooseAPortTwice() throws IOException {
    Ports ports = Ports.choose(home, Set.of(), number -> number > 20_000);

    Set<Integer> different = new HashSet<>();
    for (Port port : Port.values()) {
      different.add(ports.get(port));
    }
    assertThat(different).hasSize(Port.values().length);
  }

  @Test
  void shouldChooseOnlyPortsThatTemporalCanStoreInSixteenBitsWithASign() throws IOException {
    Ports ports = Ports.choose(home, Set.of(), number -> number > 20_000);

    for (Port port : Port.values()) {
      assertThat(ports.get(port)).isBetween(20_001, (int) Short.MAX_VALUE);
    }
  }

  @Test
  void shouldSeeThatAPortIsTakenAndByWhom() throws IOException {
    int number;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      number = socket.getLocalPort();
      assertThat(Ports.isFree(number)).isFalse();
      assertThat(PortHolder.describe(number))
          .isEqualTo("java (process " + ProcessHandle.current().pid() + ")");
    }
    assertThat(Ports.isFree(number)).isTrue();
  }

  @Test
  void shouldReadListenersOnlyFromTheKernelsTable() {
    String table =
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4242 1
           1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 4343 1
           2: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4444 1
        """;

    assertThat(PortHolder.listeners(table, 8080)).containsExactly("socket:[4242]");
  }
}
