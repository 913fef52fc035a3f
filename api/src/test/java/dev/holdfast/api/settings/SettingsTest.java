package dev.holdfast.api.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.setting.Setting;
import dev.holdfast.platform.setting.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SettingsTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final String UNDO = "/api/v1/settings/retention.undo";

  @Test
  void shouldShowDefaultsAndWhoHasSetWhat() {
    assertThat(OWNER.get("/api/v1/settings").json().path("items")).hasSize(Setting.all().size());
    assertThat(OWNER.get(UNDO).json().path("value").asInt()).isEqualTo(365);
    assertThat(OWNER.get(UNDO).json().path("setBy").isNull()).isTrue();

    Answer changed = OWNER.patch(UNDO, Map.of("value", 400));

    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    assertThat(OWNER.get(UNDO).json().path("value").asInt()).isEqualTo(400);
    assertThat(OWNER.get(UNDO).text("setBy")).isEqualTo("admin");
    assertThat(PLATFORM.part(Settings.class).get(Setting.RETENTION_UNDO)).isEqualTo(400);
    OWNER.patch(UNDO, Map.of("value", 365));
  }

  @Test
  void shouldRefuseWhatIsOutOfBoundsUnknownOrNotForThisUser() {
    Answer low = OWNER.patch(UNDO, Map.of("value", 30));
    assertThat(low.status()).isEqualTo(422);
    assertThat(low.body()).contains("must be between 31 and 3653 days");
    assertThat(OWNER.patch(UNDO, Map.of()).status()).isEqualTo(422);
    assertThat(OWNER.get("/api/v1/settings/retention.nothing").text("code"))
        .isEqualTo("unknown-setting");

    Http bob = PLATFORM.user("bob-of-settings");
    assertThat(bob.get("/api/v1/settings").status()).isEqualTo(403);
    assertThat(bob.patch(UNDO, Map.of("value", 100)).status()).isEqualTo(403);
  }
}
