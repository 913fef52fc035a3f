package dev.holdfast.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SeenSshTest {
  private static final Server WEB =
      new Server("web-1", "192.0.2.1", 22, "debian", "key", List.of(), Map.of(), null);
  private static final Command TRUE = new Command("true", "", false, Duration.ofSeconds(1), 1);
  private final SshException away =
      new SshException(FailureType.UNREACHABLE, "no route", null).beforeStart();

  private final List<String> told = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final Fake next = new Fake();
  private final SeenSsh ssh =
      new SeenSsh(
          next,
          server -> told.add("reached " + server.address()),
          server -> told.add("failed " + server.address()),
          nanos::get);

  @Test
  void shouldTellWhatChangesAtOnceAndTheSameSeldom() {
    ssh.exec(WEB, TRUE);
    ssh.exec(WEB, TRUE);
    next.failure = away;
    assertThatThrownBy(() -> ssh.exec(WEB, TRUE)).isSameAs(away);
    assertThatThrownBy(() -> ssh.exec(WEB, TRUE)).isSameAs(away);
    assertThat(told).containsExactly("reached 192.0.2.1", "failed 192.0.2.1");

    nanos.addAndGet(Duration.ofSeconds(11).toNanos());
    assertThatThrownBy(() -> ssh.exec(WEB, TRUE)).isSameAs(away);
    assertThat(told).hasSize(3).endsWith("failed 192.0.2.1");
  }

  @Test
  void shouldTellNothingWhenItsConnectionBreaksOrSomethingElseIsWrong() {
    next.failure = new SshException(FailureType.UNREACHABLE, "broke", null);
    assertThatThrownBy(() -> ssh.exec(WEB, TRUE)).hasMessage("broke");
    next.failure = new SshException(FailureType.AUTHENTICATION, "refused", null);
    assertThatThrownBy(() -> ssh.exec(WEB, TRUE)).hasMessage("refused");

    assertThat(told).isEmpty();
  }

  @Test
  void shouldTellOfAnotherAddressAtOnce() {
    ssh.exec(WEB, TRUE);
    ssh.exec(WEB.withPort(2222), TRUE);

    assertThat(told).hasSize(2);
  }

  @Test
  void shouldDoItsWorkThoughNobodyCanBeTold() {
    SeenSsh mute =
        new SeenSsh(
            next,
            _ -> {
              throw new IllegalStateException("no database");
            },
            _ -> {});

    mute.exec(WEB, TRUE);

    assertThat(next.used).isEqualTo(1);
  }

  private static final class Fake implements Ssh {
    @Nullable SshException failure;
    int used;

    @Override
    public int stream(Server server, Command command, Streams streams) {
      used++;
      if (failure != null) {
        throw failure;
      }
      return 0;
    }

    @Override
    public <T> T sftp(Server server, SftpWork<T> work) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> T socket(Server server, String path, Function<RemoteSockets, T> work) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void prove(Server server, int port) {}

    @Override
    public void forget(Server server) {}

    @Override
    public void close() {}
  }
}
