package dev.holdfast.activities.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PipeTest {
  private final Pipe pipe = new Pipe();

  @Test
  void shouldPassOnMoreThanItHoldsAndThenItsEnd() throws Exception {
    byte[] bytes = new byte[300_001];
    new Random(7).nextBytes(bytes);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<byte[]> read = threads.submit(() -> pipe.input().readAllBytes());
      try (OutputStream out = pipe.output()) {
        out.write(bytes[0]);
        out.write(bytes, 1, bytes.length - 1);
      }
      assertThat(read.get()).isEqualTo(bytes);
    }
    assertThat(pipe.input().read()).isEqualTo(-1);
  }

  @Test
  void shouldGiveWhatWasWrittenBeforeTheReasonOfItsEnd() throws IOException {
    pipe.output().write(new byte[] {1, 2});
    pipe.end(new IOException("the session was lost"));

    assertThat(pipe.input().readNBytes(2)).containsExactly(1, 2);
    assertThatThrownBy(() -> pipe.input().read())
        .isInstanceOf(IOException.class)
        .hasMessage("the session was lost");
  }

  @Test
  void shouldFailTheWriterWhenNobodyReadsAnyMore() throws IOException {
    pipe.input().close();

    assertThatThrownBy(() -> pipe.output().write(1)).isInstanceOf(IOException.class);
  }
}
