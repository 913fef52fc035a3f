package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.AdapterChoice;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.SshAdapter;
import java.util.Objects;
import java.util.function.Function;

/**
 * The way to servers on the adapter that can reach each of them: the one that is set for the
 * server, else sshj, else, where sshj and the server have no algorithm in common, MINA, which is
 * remembered.
 */
public final class ChosenSsh implements Ssh {
  private final Ssh sshj;
  private final Ssh mina;
  private final AdapterMemory memory;

  /** Closes both with itself. */
  public ChosenSsh(Ssh sshj, Ssh mina, AdapterMemory memory) {
    this.sshj = sshj;
    this.mina = mina;
    this.memory = memory;
  }

  /** Which adapter the next command would take, and why. */
  public AdapterChoice adapterOf(Server server) {
    AdapterChoice first = AdapterChoice.first(server);
    return server.adapter() == SshAdapter.AUTO ? memory.find(server).orElse(first) : first;
  }

  @Override
  public int stream(Server server, Command command, Streams streams) {
    return on(server, adapterOf(server).adapter(), ssh -> ssh.stream(server, command, streams));
  }

  /**
   * Where commands go: one connection, whose channels are counted once. {@code bench transfer}
   * measures which adapter is the faster.
   */
  @Override
  public <T> T sftp(Server server, SftpWork<T> work) {
    return on(server, adapterOf(server).adapter(), ssh -> ssh.sftp(server, work));
  }

  @Override
  public <T> T socket(Server server, String path, Function<RemoteSockets, T> work) {
    return on(server, adapterOf(server).adapter(), ssh -> ssh.socket(server, path, work));
  }

  /** What only sshj does. */
  private static boolean isForMina(Server server) {
    return server.jump().isEmpty()
        && (server.access().agent() == null || server.access().certificate() == null);
  }

  @Override
  public void prove(Server server, int port) {
    var _ =
        on(
            server,
            adapterOf(server).adapter(),
            ssh -> {
              ssh.prove(server, port);
              return true;
            });
  }

  /**
   * Where there is no common algorithm nothing was begun, so that the other adapter may begin; it
   * is remembered once it got further than that.
   */
  private <T> T on(Server server, SshAdapter first, Function<Ssh, T> use) {
    try {
      return use.apply(of(first));
    } catch (SshException e) {
      if (server.adapter() != SshAdapter.AUTO || !isDisagreement(e) || !isForMina(server)) {
        throw e;
      }
      return onOther(server, first, e, use);
    }
  }

  private <T> T onOther(Server server, SshAdapter first, SshException why, Function<Ssh, T> use) {
    SshAdapter other = first == SshAdapter.SSHJ ? SshAdapter.MINA : SshAdapter.SSHJ;
    boolean agreed = true;
    try {
      return use.apply(of(other));
    } catch (SshException e) {
      agreed = !isDisagreement(e);
      // MINA offers all that sshj offers: what it says is the whole truth.
      throw agreed || other == SshAdapter.MINA ? e : why;
    } finally {
      if (agreed) {
        remember(server, other, why);
      }
    }
  }

  private void remember(Server server, SshAdapter adapter, SshException why) {
    if (adapter == SshAdapter.MINA) {
      memory.keep(server, new AdapterChoice(adapter, "sshj cannot: it " + words(server, why)));
    } else {
      memory.drop(server);
    }
  }

  /** Without the server's name, which every message begins with. */
  private static String words(Server server, SshException why) {
    String message = Objects.requireNonNullElse(why.getMessage(), why.type().name());
    int end = message.indexOf(") ");
    return message.startsWith(server.name()) && end > 0 ? message.substring(end + 2) : message;
  }

  private static boolean isDisagreement(SshException e) {
    return e.type() == FailureType.NO_COMMON_ALGORITHM;
  }

  private Ssh of(SshAdapter adapter) {
    return adapter == SshAdapter.MINA ? mina : sshj;
  }

  @Override
  public void forget(Server server) {
    sshj.forget(server);
    mina.forget(server);
  }

  @Override
  public void close() {
    try (sshj) {
      mina.close();
    }
  }
}
