package dev.holdfast.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PasswordRulesTest {

  @Test
  void shouldTellAllFaultsAtOnce() {
    assertThat(PasswordRules.faults("bobbob", "bob"))
        .containsExactly(
            "has fewer than 12 characters",
            "has no upper-case letter",
            "has no digit",
            "has nothing but letters and digits",
            "contains the user's name");
    assertThat(PasswordRules.faults("Ab1!".repeat(40), "bob"))
        .containsExactly("has more than 128 characters");
  }

  @Test
  void shouldRefuseWhatIsGuessedFirst() {
    for (String common :
        List.of(
            "P@ssw0rd-Tulip9",
            "Tulip-Qwer-29-Wolf",
            "Tulip-4321-WolfX",
            "Tulip-aaaa-29-Wolf",
            "H0ldfast-29-Tulip",
            "xX-B0b-29-Tulip-Wolf")) {
      assertThat(PasswordRules.faults(common, "bob")).as(common).hasSize(1);
    }
    assertThat(PasswordRules.faults("Tulip-29-Wolf+Sky", "bob")).isEmpty();
    assertThat(PasswordRules.faults("Größe 29 Wölfe im Wald", "bob")).isEmpty();
  }

  @Test
  void shouldGenerateWhatTheRulesAccept() {
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      String password = PasswordGenerator.next("bob");
      assertThat(password).hasSize(16);
      assertThat(PasswordRules.faults(password, "bob")).isEmpty();
      made.add(password);
    }
    assertThat(made).hasSize(200);
  }
}
