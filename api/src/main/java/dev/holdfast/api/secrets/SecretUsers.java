package dev.holdfast.api.secrets;

import dev.holdfast.platform.credential.LeaseTerms;
import dev.holdfast.platform.namedsecret.NamedSecrets;
import dev.holdfast.platform.notify.Sinks;
import dev.holdfast.platform.profile.ProfileVariable;
import dev.holdfast.platform.profile.Profiles;
import dev.holdfast.platform.schedule.Schedules;
import dev.holdfast.schemas.secret.SecretReference;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds what refers to a secret and will use it again. */
@Component
final class SecretUsers {
  private final Profiles profiles;
  private final Schedules schedules;
  private final Sinks sinks;
  private final NamedSecrets secrets;

  SecretUsers(Profiles profiles, Schedules schedules, Sinks sinks, NamedSecrets secrets) {
    this.secrets = secrets;
    this.profiles = profiles;
    this.schedules = schedules;
    this.sinks = sinks;
  }

  /**
   * The profiles, schedules, sinks and leased secrets that refer to the secret, in words for
   * people.
   */
  List<String> of(String organisation, String name) {
    // A quote ends it in JSON; what may go on with its name is another one.
    Pattern reference =
        Pattern.compile(
            Pattern.quote(SecretReference.PREFIX + name) + "(@[0-9]+)?(?![A-Za-z0-9._@-])");
    Stream<String> ofProfiles =
        profiles.list(organisation, null).stream()
            .filter(profile ->
                Stream.concat(
                        Stream.of(profile.body().input()),
                        profile.body().variables().stream().map(ProfileVariable::value))
                    .anyMatch(text -> reference.matcher(text).find()))
            .map(profile -> "profile " + profile.name());
    Stream<String> ofSchedules =
        schedules.all(organisation).stream()
            .filter(schedule -> reference.matcher(schedules.request(schedule.id())).find())
            .map(schedule -> "schedule " + schedule.name());
    Stream<String> ofSinks =
        sinks.list(organisation).stream()
            .filter(sink ->
                sinks.settings(sink.id()).values().stream()
                    .anyMatch(text -> reference.matcher(text).find()))
            .map(sink -> "sink " + sink.name());
    Stream<String> ofSecrets =
        secrets.list(organisation).stream()
            .filter(secret -> isMadeWith(secret.lease(), name))
            .map(secret -> "leased secret " + secret.name());
    return Stream.of(ofProfiles, ofSchedules, ofSinks, ofSecrets).flatMap(users -> users).toList();
  }

  private static boolean isMadeWith(@Nullable LeaseTerms terms, String name) {
    return terms != null && terms.adminSecret().name().equals(name);
  }
}
