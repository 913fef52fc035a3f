package dev.holdfast.schemas.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginAccountTest {
  private static final LoginAccount LOGIN = new LoginAccount("ops", "/srv/people/ops");

  @ParameterizedTest
  @CsvSource({
    "/, true",
    "/srv, true",
    "/srv/people, true",
    "/srv/people/ops, true",
    "/srv/people/ops/.ssh, true",
    "/srv/people/ops/.ssh/more, false",
    "/srv/people/op, false",
    "/srv/people/ops2, false",
    "/srv/data, false"
  })
  void shouldNeedEveryDirectoryOnTheWayToItsKeys(String path, boolean needed) {
    Resource directory = new Resource.Directory(path, "root", "root", "0755");

    assertThat(LOGIN.needs(directory)).isEqualTo(needed);
    assertThat(LoginAccount.named("ops").needs(directory)).isTrue();
    assertThat(new LoginAccount("ops", "").needs(directory)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"ops, true", "ann, false"})
  void shouldNeedItsOwnAccountAndKeys(String name, boolean needed) {
    assertThat(LOGIN.needs(new Resource.User(name, null, null, "/bin/sh", List.of(), false, false)))
        .isEqualTo(needed);
    assertThat(LOGIN.needs(new Resource.AuthorizedKeys(name, List.of(), null, null)))
        .isEqualTo(needed);
    assertThat(LOGIN.needs(new Resource.Group(name, null, false))).isFalse();
  }
}
