package dev.holdfast.workflows.lockdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.change.RemainingAccess;
import dev.holdfast.schemas.change.RemainingAccess.Outcome;
import dev.holdfast.schemas.lockdown.LockdownInput;
import dev.holdfast.schemas.server.Server;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LockdownLossesTest {
  private static final Server SERVER =
      new Server("web-1", "10.0.0.1", 22, "debian", "k", List.of(), Map.of(), null);

  @Test
  void shouldRefuseWhatTakesAccessFromAnybodyWhoIsNotNamed() {
    List<String> refusals =
        refusals(
            List.of(),
            account("ann", Outcome.LOSES_ALL, "password"),
            account("bob", Outcome.LOSES_SOME, "key"),
            account("eve", Outcome.KEEPS, "key"),
            account("old", Outcome.HAS_NONE));

    assertThat(refusals)
        .hasSize(3)
        .anyMatch(refusal -> refusal.startsWith("sshd: ann loses access"))
        .anyMatch(refusal -> refusal.contains("allowLockout=[ann,bob]"));
  }

  @Test
  void shouldAcceptTheLossOfAccountsThatAreNamed() {
    assertThat(refusals(List.of("ann"), account("ann", Outcome.LOSES_ALL, "password"))).isEmpty();
    assertThat(refusals(List.of("debian"), account("debian", Outcome.LOSES_SOME, "key"))).isEmpty();
  }

  @Test
  void shouldAlwaysRefuseToLockTheLoginUserOut() {
    assertThat(refusals(List.of("debian"), account("debian", Outcome.LOSES_ALL, "key")))
        .singleElement()
        .asString()
        .contains("debian loses access", "Holdfast logs in as");
  }

  @Test
  void shouldAskAboutKeysOfRootAndNotAboutItsPassword() {
    assertThat(refusals(List.of(), account("root", Outcome.LOSES_ALL, "password"))).isEmpty();
    assertThat(refusals(List.of(), account("root", Outcome.LOSES_ALL, "password", "key 'backup'")))
        .anyMatch(refusal -> refusal.contains("allowLockout=[root]"));
  }

  private static List<String> refusals(List<String> allowed, RemainingAccess.Account... accounts) {
    LockdownInput given = LockdownInput.defaults();
    LockdownInput input = new LockdownInput(given.sshd(), given.confirmWithinSeconds(), allowed);
    return LockdownLosses.refused(input, SERVER, new RemainingAccess(List.of(accounts), List.of()));
  }

  private static RemainingAccess.Account account(String name, Outcome outcome, String... before) {
    return new RemainingAccess.Account(name, outcome, List.of(before), List.of(), "reason");
  }
}
