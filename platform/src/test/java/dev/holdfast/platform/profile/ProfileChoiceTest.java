package dev.holdfast.platform.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.server.Access;
import dev.holdfast.schemas.server.Server;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProfileChoiceTest {
  private static final Server WEB = server("web-1", null);
  private static final Profile OF_SERVER = profile("web-1", 0, "{\"a\":1}");
  private static final Profile OF_PROD = profile("env=prod", 0, "{\"a\":2}");
  private static final Profile OF_WEB = profile("role=web", 0, "{\"a\":3}");
  private static final Profile OF_DB = profile("role=db", 99, "{\"a\":4}");

  @Test
  void shouldPreferThatOfTheServerItself() {
    Profile high = profile("env=prod", 1_000_000, "{}");

    assertThat(ProfileChoice.of(WEB, List.of(high, OF_SERVER, OF_DB)))
        .isEqualTo(new ProfileChoice.One(OF_SERVER));
  }

  @Test
  void shouldPreferTheHighestPriorityOfThoseForItsLabels() {
    Profile higher = profile("role=web", 1, "{\"a\":3}");
    Profile lower = profile("role=web", -1, "{\"a\":3}");

    assertThat(ProfileChoice.of(WEB, List.of(OF_PROD, higher, OF_DB)))
        .isEqualTo(new ProfileChoice.One(higher));
    assertThat(ProfileChoice.of(WEB, List.of(lower, OF_PROD)))
        .isEqualTo(new ProfileChoice.One(OF_PROD));
  }

  @Test
  void shouldChooseNoneOfTwoOfEqualRankThatDiffer() {
    assertThat(ProfileChoice.of(WEB, List.of(OF_WEB, OF_PROD)))
        .isEqualTo(new ProfileChoice.Conflict(OF_PROD, OF_WEB));
    assertThat(ProfileChoice.of(WEB, List.of(profile("role=web", 0, "{\"a\":2}"), OF_PROD)))
        .isEqualTo(new ProfileChoice.One(OF_PROD));
  }

  @Test
  void shouldChooseNothingWhereNoneFits() {
    assertThat(ProfileChoice.of(WEB, List.of(OF_DB, profile("web-2", 0, "{}"))))
        .isEqualTo(new ProfileChoice.None());
  }

  @Test
  void shouldKnowAMachineByEachOfItsNames() {
    Server alias = server("www", "web-1");
    Profile ofAlias = profile("www", 0, "{}");

    assertThat(ProfileChoice.of(alias, List.of(OF_SERVER)))
        .isEqualTo(new ProfileChoice.One(OF_SERVER));
    assertThat(ProfileChoice.of(alias, List.of(OF_SERVER, ofAlias)))
        .isEqualTo(new ProfileChoice.Conflict(OF_SERVER, ofAlias));
  }

  @Test
  void shouldReadOneServerOrOneLabel() {
    assertThat(ProfileTarget.parse("web-1")).isEqualTo(new ProfileTarget.OfServer("web-1"));
    assertThat(ProfileTarget.parse("env=prod")).isEqualTo(new ProfileTarget.OfLabel("env", "prod"));
    for (String wrong : List.of("", "WEB", "a=b,c=d", "!env=prod", "env=", "=x")) {
      assertThatThrownBy(() -> ProfileTarget.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Server server(String name, @Nullable String aliasOf) {
    return new Server(
        name,
        "192.0.2.1",
        22,
        "admin",
        "k",
        List.of(),
        Map.of("env", "prod", "role", "web"),
        null,
        Access.PLAIN,
        null,
        aliasOf);
  }

  private static Profile profile(String target, int priority, String input) {
    return new Profile(
        1,
        "lockdown",
        ProfileTarget.parse(target),
        1,
        priority,
        new ProfileBody(input, List.of()),
        "ann",
        Instant.EPOCH);
  }
}
