package dev.holdfast.workflows.serversetup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.change.Facts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SudoEffectsTest {
  private static final String RULES =
      """
      # Managed
      ann ALL=(root) NOPASSWD: /usr/bin/id a\\:b, /usr/bin/true
      """;
  private static final String SHOWN =
      """
      Matching Defaults entries for ann on web-1:
          env_reset, use_pty

      User ann may run the following commands on web-1:
          (ALL : ALL) PASSWD: ALL
          (root) NOPASSWD: /usr/bin/id a\\:b, /usr/bin/true
      """;

  @Test
  void shouldFindNothingWrongWhereSudoShowsTheRule() {
    assertThat(refusals(RULES, SHOWN)).isEmpty();
    assertThat(refusals(RULES, SHOWN.replace("\\", ""))).as("another version of sudo").isEmpty();
    assertThat(refusals(RULES, null)).as("a group's").isEmpty();
    assertThat(refusals(RULES, "words of another sudo")).isEmpty();
    assertThat(refusals("another file", "")).as("not yet in place").isEmpty();
    assertThat(refusals("ann ALL=(ALL:ALL) NOPASSWD: ALL\n", "    (ALL : ALL) NOPASSWD: ALL\n"))
        .isEmpty();
  }

  @Test
  void shouldSayWhatKeepsARuleFromItsEffect() {
    assertThat(refusals(RULES, SHOWN + "    (ALL) ALL\n"))
        .singleElement()
        .asString()
        .contains("later");
    assertThat(refusals(RULES, SHOWN + "    (root) NOPASSWD: !/usr/bin/id\n")).hasSize(1);
    assertThat(refusals(RULES, "User ann is not allowed to run sudo on web-1.\n")).hasSize(1);
    assertThat(refusals(RULES, SHOWN.replace("/usr/bin/true", "/usr/bin/false"))).hasSize(1);
    assertThat(refusals(RULES, SHOWN.replace("(root) NOPASSWD", "(root) PASSWD"))).hasSize(1);
  }

  private static List<String> refusals(String there, @Nullable String listed) {
    Facts facts =
        new Facts(
            "apt",
            true,
            true,
            true,
            Set.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of("holdfast-user-ann", new Facts.SudoFile(there, "root:root", "0440", listed)),
            Set.of(),
            new Facts.UnknownPackages(Set.of(), false),
            Map.of(),
            null);
    String wanted = there.equals("another file") ? RULES : there;
    return SudoEffects.refusals(Map.of("holdfast-user-ann", wanted), facts);
  }
}
