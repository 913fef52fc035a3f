package dev.holdfast.schemas.lockdown;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.holdfast.schemas.operation.ContinuedInput;
import java.util.List;
import java.util.Objects;

/**
 * What lockdown is to make of a server; everything has a safe default, so that {@code {}} is a good
 * input. What JSON leaves out gets its default here, and is never null.
 *
 * @param sshd settings of the SSH daemon
 * @param confirmWithinSeconds how long the server waits for the proof that one can still log in
 *     before it reverts the change by itself; 15–600 s, 60 by default
 * @param allowLockout the accounts that may lose their access to a server; none by default
 */
public record LockdownInput(Sshd sshd, Integer confirmWithinSeconds, List<String> allowLockout)
    implements ContinuedInput {

  public LockdownInput {
    sshd = Objects.requireNonNullElseGet(sshd, Sshd::defaults);
    confirmWithinSeconds = Objects.requireNonNullElse(confirmWithinSeconds, 60);
    allowLockout = List.copyOf(Objects.requireNonNullElse(allowLockout, List.of()));
  }

  /** What {@code {}} means. */
  public static LockdownInput defaults() {
    return new LockdownInput(Sshd.defaults(), 60, List.of());
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
      List<Integer> ports,
      List<String> allowUsers,
      @JsonProperty("allowTcpForwarding") boolean allowTcpForwarding,
      Integer maxAuthTries,
      Integer loginGraceSeconds) {

    public Sshd {
      ports = List.copyOf(Objects.requireNonNullElse(ports, List.of()));
      allowUsers = List.copyOf(Objects.requireNonNullElse(allowUsers, List.of()));
      maxAuthTries = Objects.requireNonNullElse(maxAuthTries, 3);
      loginGraceSeconds = Objects.requireNonNullElse(loginGraceSeconds, 30);
    }

    static Sshd defaults() {
      return new Sshd(List.of(), List.of(), false, 3, 30);
    }
  }
}
