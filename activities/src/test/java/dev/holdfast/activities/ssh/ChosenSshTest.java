package dev.holdfast.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Access;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.SshAdapter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ChosenSshTest {
  private static final Server AUTO =
      new Server("web-1", "192.0.2.1", 22, "debian", "key", List.of(), Map.of(), null);
  private static final Command TRUE = new Command("true", "", false, Duration.ofSeconds(1), 1);

  private final Fake sshj = new Fake();
  private final Fake mina = new Fake();
  private final AdapterMemory memory = AdapterMemory.ofProcess();
  private final ChosenSsh ssh = new ChosenSsh(sshj, mina, memory);

  @Test
  void shouldTakeSshjWhereItCan() {
    ssh.exec(AUTO, TRUE);

    assertThat(sshj.used).isEqualTo(1);
    assertThat(mina.used).isZero();
    assertThat(ssh.adapterOf(AUTO).adapter()).isEqualTo(SshAdapter.SSHJ);
  }

  @Test
  void shouldFallBackToMinaAndRememberWhy() {
    sshj.failure = FailureType.NO_COMMON_ALGORITHM;

    ssh.exec(AUTO, TRUE);
    ssh.exec(AUTO, TRUE);
    ssh.prove(AUTO, 22);

    assertThat(sshj.used).isEqualTo(1);
    assertThat(mina.used).isEqualTo(3);
    assertThat(ssh.adapterOf(AUTO).adapter()).isEqualTo(SshAdapter.MINA);
    assertThat(ssh.adapterOf(AUTO).why()).isEqualTo("sshj cannot: it is out of order");
  }

  @Test
  void shouldRememberMinaThoughTheCommandFailedThere() {
    sshj.failure = FailureType.NO_COMMON_ALGORITHM;
    mina.failure = FailureType.AUTHENTICATION;

    assertFails(FailureType.AUTHENTICATION, AUTO);
    assertThat(ssh.adapterOf(AUTO).adapter()).isEqualTo(SshAdapter.MINA);
  }

  @Test
  void shouldRememberNothingWhereNeitherCan() {
    sshj.failure = FailureType.NO_COMMON_ALGORITHM;
    mina.failure = FailureType.NO_COMMON_ALGORITHM;

    assertFails(FailureType.NO_COMMON_ALGORITHM, AUTO);
    assertThat(ssh.adapterOf(AUTO).adapter()).isEqualTo(SshAdapter.SSHJ);
  }

  @Test
  void shouldGoBackToSshjWhereMinaCannotAnyMore() {
    sshj.failure = FailureType.NO_COMMON_ALGORITHM;
    ssh.exec(AUTO, TRUE);
    sshj.failure = null;
    mina.failure = FailureType.NO_COMMON_ALGORITHM;

    ssh.exec(AUTO, TRUE);

    assertThat(memory.find(AUTO)).isEmpty();
    assertThat(sshj.used).isEqualTo(2);
  }

  @Test
  void shouldNotTryTheOtherForAnyOtherFailure() {
    sshj.failure = FailureType.UNREACHABLE;

    assertFails(FailureType.UNREACHABLE, AUTO);
    assertThat(mina.used).isZero();
  }

  @Test
  void shouldKeepToWhatIsSetForTheServer() {
    sshj.failure = FailureType.NO_COMMON_ALGORITHM;

    assertFails(FailureType.NO_COMMON_ALGORITHM, set(SshAdapter.SSHJ));
    assertThat(mina.used).isZero();
    ssh.exec(set(SshAdapter.MINA), TRUE);
    assertThat(mina.used).isEqualTo(1);
    assertThat(ssh.adapterOf(set(SshAdapter.MINA)).why()).isEqualTo("it is set for the server");
  }

  @Test
  void shouldMoveFilesOnTheAdapterThatCarriesCommands() {
    assertThatThrownBy(() -> ssh.sftp(AUTO, _ -> 0)).hasMessage("no files here");
    assertThat(List.of(sshj.used, mina.used)).containsExactly(1, 0);

    assertThatThrownBy(() -> ssh.sftp(set(SshAdapter.MINA), _ -> 0)).hasMessage("no files here");
    assertThat(List.of(sshj.used, mina.used)).containsExactly(1, 1);
  }

  @Test
  void shouldMoveFilesOnMinaWhereCommandsNeedIt() {
    sshj.failure = FailureType.NO_COMMON_ALGORITHM;
    ssh.exec(AUTO, TRUE);
    sshj.failure = null;

    assertThatThrownBy(() -> ssh.sftp(AUTO, _ -> 0)).hasMessage("no files here");
    assertThat(List.of(sshj.used, mina.used)).containsExactly(1, 2);
  }

  @Test
  void shouldLeaveToSshjWhatOnlySshjDoes() {
    Server behind =
        AUTO.with(new Access(SshAdapter.AUTO, "bastion", null, null, List.of(), List.of()));
    sshj.failure = FailureType.NO_COMMON_ALGORITHM;

    assertFails(FailureType.NO_COMMON_ALGORITHM, behind);
    assertThatThrownBy(() -> ssh.sftp(behind, _ -> 0)).isInstanceOf(SshException.class);
    assertThat(mina.used).isZero();
  }

  @Test
  void shouldForgetWhatWasFoundForAnotherAddress() {
    sshj.failure = FailureType.NO_COMMON_ALGORITHM;
    ssh.exec(AUTO, TRUE);
    Server moved = new Server("web-1", "192.0.2.2", 22, "debian", "key", List.of(), Map.of(), null);

    assertThat(ssh.adapterOf(moved).adapter()).isEqualTo(SshAdapter.SSHJ);
  }

  @Test
  void shouldForgetAndCloseBoth() {
    ssh.forget(AUTO);
    ssh.close();

    assertThat(List.of(sshj.forgotten, mina.forgotten, sshj.closed, mina.closed))
        .containsOnly(true);
  }

  private static Server set(SshAdapter adapter) {
    return AUTO.with(new Access(adapter, null, null, null, List.of(), List.of()));
  }

  private void assertFails(FailureType type, Server server) {
    assertThatThrownBy(() -> ssh.exec(server, TRUE))
        .isInstanceOfSatisfying(SshException.class, e -> assertThat(e.type()).isEqualTo(type));
  }

  /** Ends every command with 0, or fails. */
  private static final class Fake implements Ssh {
    private @Nullable FailureType failure;
    private int used;
    private boolean forgotten;
    private boolean closed;

    private void use(Server server) {
      used++;
      if (failure != null) {
        throw new SshFailures(server, server.port()).of(failure, "is out of order", null);
      }
    }

    @Override
    public int stream(Server server, Command command, Streams streams) {
      use(server);
      return 0;
    }

    @Override
    public <T> T sftp(Server server, SftpWork<T> work) {
      use(server);
      throw new UnsupportedOperationException("no files here");
    }

    @Override
    public <T> T socket(Server server, String path, Function<RemoteSockets, T> work) {
      use(server);
      throw new UnsupportedOperationException("no sockets here");
    }

    @Override
    public void prove(Server server, int port) {
      use(server);
    }

    @Override
    public void forget(Server server) {
      forgotten = true;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
