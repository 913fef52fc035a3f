package dev.holdfast.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class SendQueueTest {
  private static final int BYTES = 300_000;

  @Test
  @Timeout(20)
  void shouldShrinkAsTheOtherEndTakesWhatWasSent() throws IOException {
    for (String address : List.of("127.0.0.1", "::1")) {
      try (ServerSocket entrance = new ServerSocket()) {
        entrance.setReceiveBufferSize(8 << 10);
        entrance.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
        try (Socket socket = new Socket()) {
          socket.setSendBufferSize(1 << 20);
          socket.connect(entrance.getLocalSocketAddress());
          socket.getOutputStream().write(new byte[BYTES]);
          try (Socket other = entrance.accept()) {
            assertThat(SendQueue.of(socket).orElseThrow()).isBetween(BYTES / 2L, (long) BYTES);

            assertThat(other.getInputStream().readNBytes(BYTES)).hasSize(BYTES);
            while (SendQueue.of(socket).orElseThrow() > 0) {
              Thread.onSpinWait();
            }
          }
        }
      }
    }
  }

  @Test
  void shouldKnowNothingOfAnotherConnectionOrSystem(@TempDir Path directory) throws IOException {
    Path table = directory.resolve("tcp");
    Files.writeString(
        table,
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:1F90 0100007F:0016 01 0000FF10:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0
        """);
    List<Path> tables = List.of(directory.resolve("tcp6"), table);

    assertThat(SendQueue.of(tables, "0100007F:1F90", "0100007F:0016"))
        .isEqualTo(OptionalLong.of(0xFF10));
    assertThat(SendQueue.of(tables, "0100007F:1F91", "0100007F:0016")).isEmpty();
  }
}
