package dev.holdfast.schemas.lockdown;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lockdown is to make of a server; everything has a safe default, so that {@code {}} is a good
 * input.
 *
 * @param sshd settings of the SSH daemon
 * @param confirmWithinSeconds how long the server waits for the proof that one can still log in
 *     before it reverts the change by itself; 15–600 s, 60 by default
 */
public record LockdownInput(@Nullable Sshd sshd, @Nullable Integer confirmWithinSeconds) {

  public LockdownInput {
    sshd = sshd == null ? Sshd.defaults() : sshd;
    confirmWithinSeconds = confirmWithinSeconds == null ? 60 : confirmWithinSeconds;
  }

  /**
   * Settings of sshd beyond the modern algorithms, which are always set.
   *
   * @param ports the ports to listen on; empty leaves them as they are
   * @param allowUsers the only users who may log in; empty allows everybody with a key
   * @param allowTcpForwarding off by default; ProxyJump through this server needs it
   * @param maxAuthTries failed attempts per connection; 3 by default
   * @param loginGraceSeconds time to log in; 30 by default
   */
  public record Sshd(
      @Nullable List<Integer> ports,
      @Nullable List<String> allowUsers,
      @JsonProperty("allowTcpForwarding") boolean allowTcpForwarding,
      @Nullable Integer maxAuthTries,
      @Nullable Integer loginGraceSeconds) {

    public Sshd {
      ports = ports == null ? List.of() : List.copyOf(ports);
      allowUsers = allowUsers == null ? List.of() : List.copyOf(allowUsers);
      maxAuthTries = maxAuthTries == null ? 3 : maxAuthTries;
      loginGraceSeconds = loginGraceSeconds == null ? 30 : loginGraceSeconds;
    }

    static Sshd defaults() {
      return new Sshd(null, null, false, null, null);
    }
  }
}
