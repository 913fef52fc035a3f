package dev.holdfast.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.operations.Causes.Cause;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.schemas.operation.ServerState;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CausesTest {

  @Test
  void shouldNotKeepFailuresApartForARandomName() {
    assertThat(
            Causes.of(
                List.of(
                    failed("web-1", "/srv/.x.holdfast-0f8fad5b-d9cb-469f-a165-70867728950e: full"),
                    failed(
                        "web-2", "/srv/.x.holdfast-7c9e6679-7425-40de-944b-e07fc1f90ae7: full"))))
        .singleElement()
        .extracting(Causes.Cause::servers)
        .isEqualTo(List.of("web-1", "web-2"));
  }

  @Test
  void shouldPutServersTogetherThatFailedAlike() {
    List<Cause> causes =
        Causes.of(
            List.of(
                failed("web-10", "web-10: there is no directory /srv"),
                failed("web-1", "web-1 (192.0.2.1:22) cannot be reached: Connection refused"),
                failed("web-2", "web-2 (192.0.2.2:22) cannot be reached: Connection refused"),
                server("web-3", ServerState.SUCCEEDED, null)));

    assertThat(causes)
        .containsExactly(
            new Cause("cannot be reached: Connection refused", List.of("web-1", "web-2")),
            new Cause("there is no directory /srv", List.of("web-10")));
  }

  @Test
  void shouldLeaveOutWhatBelongsToOneServerInTheMiddle() {
    String print = "SHA256:bB5C5vIVqRREP+tZm+oeBZZ3zZRWOqcRv8d5Di5Enzk";
    List<Cause> causes =
        Causes.of(
            List.of(
                failed("a", "a shows the key " + print + ". Try: holdfast server trust a"),
                failed(
                    "b.a",
                    "b.a shows the key SHA256:"
                        + "x".repeat(43)
                        + ". Try: holdfast server trust b.a")));

    assertThat(causes)
        .containsExactly(
            new Cause(
                "shows the key SHA256:…. Try: holdfast server trust {server}",
                List.of("a", "b.a")));
  }

  @Test
  void shouldKeepWhatOnlyLooksLikeTheName() {
    assertThat(Causes.of(List.of(failed("db", "db-2 is in the way of mydb and db.example"))))
        .first()
        .isEqualTo(new Cause("db-2 is in the way of mydb and db.example", List.of("db")));
  }

  private static OperationServer failed(String name, String error) {
    return server(name, ServerState.FAILED, error);
  }

  private static OperationServer server(String name, ServerState state, @Nullable String error) {
    return new OperationServer("op-1", name, 1, state, null, 0, 0, error, null, null, null, null);
  }
}
