package dev.holdfast.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.server.Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastWordTest {
  private static final Server SERVER =
      new Server("web-1", "192.0.2.1", 22, "debian", "key", List.of(), Map.of(), null);
  private static final Command COMMAND = new Command("sh -s", "", true, Duration.ofSeconds(9), 0);

  private final LastWord last = LastWord.of(SERVER, true);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void shouldAskForNothingWithoutSudo() {
    assertThat(LastWord.of(SERVER, false).sh(0)).isEqualTo(":");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 17, 100})
  void shouldTakeTheMarkOutOfBothStreamsHoweverTheyArrive(int piece) {
    String begun = "\036" + mark().substring(1, 9);
    byte[] text = ("a" + begun + "\036" + begun + "\n" + mark()).getBytes(StandardCharsets.UTF_8);

    run(streams -> {
      for (int at = 0; at < text.length; at += piece) {
        streams.stdout().write(text, at, Math.min(piece, text.length - at));
      }
      streams.stderr().write(text);
      assertThat(streams.stdin().read()).isEqualTo('\n');
      assertThat(streams.stdin().read()).isEqualTo(-1);
    });

    assertThat(out).hasToString("a" + begun + "\036" + begun + "\n");
    assertThat(err).hasToString(out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void shouldPassOnWhatOnlyBeganLikeTheMark() {
    String begun = "text\036" + mark().substring(1, 9);

    run(streams -> {
      streams.stdout().write(begun.getBytes(StandardCharsets.UTF_8));
      assertThat(out).hasToString("text");
    });

    assertThat(out).hasToString(begun);
  }

  /** As the program prints it. */
  private String mark() {
    Matcher word = Pattern.compile("[0-9a-f]{16}").matcher(last.sh(0));
    assertThat(word.find()).isTrue();
    return "\036" + word.group() + "\n";
  }

  private interface Program {
    void run(Streams streams) throws IOException;
  }

  private void run(Program program) {
    Ssh ssh =
        (Ssh)
            Proxy.newProxyInstance(
                Ssh.class.getClassLoader(),
                new Class<?>[] {Ssh.class},
                (_, _, arguments) -> {
                  try {
                    program.run((Streams) arguments[2]);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                  return 0;
                });
    Streams streams = new Streams(InputStream.nullInputStream(), out, err);
    assertThat(last.run(ssh, SERVER, COMMAND, streams)).isZero();
  }
}
