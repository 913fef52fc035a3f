package dev.holdfast.api.secrets;

import dev.holdfast.platform.profile.ProfileVariable;
import dev.holdfast.platform.profile.Profiles;
import dev.holdfast.platform.schedule.Schedules;
import dev.holdfast.schemas.secret.SecretReference;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Finds what refers to a secret and will use it again. */
@Component
final class SecretUsers {
  private final Profiles profiles;
  private final Schedules schedules;

  SecretUsers(Profiles profiles, Schedules schedules) {
    this.profiles = profiles;
    this.schedules = schedules;
  }

  /** The profiles and schedules that refer to the secret, in words for people. */
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
    return Stream.concat(ofProfiles, ofSchedules).toList();
  }
}
