package dev.holdfast.schemas.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final Change GROUP = change(new Resource.Group("ops", null, false));
  private static final Change DIRECTORY =
      change(new Resource.Directory("/srv/app", "root", "root", "0755"));

  @Test
  void shouldHaveTheSameHashWhenTheChangesAreTheSame() {
    assertThat(plan("web-1", GROUP, DIRECTORY).hash())
        .isEqualTo(plan("web-1", GROUP, DIRECTORY).hash())
        .matches("sha256:[0-9a-f]{64}");
    assertThat(plan("web-1").hash()).isEqualTo(plan("web-1").hash());
  }

  @Test
  void shouldHaveAnotherHashWhenServerOrderOrContentDiffers() {
    assertThat(
            List.of(
                plan("web-1", GROUP, DIRECTORY).hash(),
                plan("web-2", GROUP, DIRECTORY).hash(),
                plan("web-1", DIRECTORY, GROUP).hash(),
                plan("web-1", GROUP).hash(),
                plan("web-1").hash()))
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldComeBackTheSameWhenWrittenAsJson() throws Exception {
    ObjectMapper json = new ObjectMapper();
    Resource.Sshd sshd =
        new Resource.Sshd(
            List.of(new Resource.Sshd.ConfigFile("/etc/ssh/sshd_config", null, "0644")),
            new TreeMap<>(Map.of("permitrootlogin", List.of("no"))),
            "debian",
            "ssh.service");
    Plan plan = plan("web-1", GROUP, DIRECTORY, change(sshd));

    Plan read = json.readValue(json.writeValueAsString(plan), Plan.class);

    assertThat(read).isEqualTo(plan);
    assertThat(Plan.of(read.server(), read.groups(), 3, List.of()).hash()).isEqualTo(plan.hash());
  }

  @Test
  void shouldKeepAResourceOfAKindThatItDoesNotKnow() throws Exception {
    ObjectMapper json = new ObjectMapper();
    String stored =
        """
        {"id": "sysctl:net.ipv4.ip_forward", "action": "UPDATE", "title": "Set it", "diff": "", "risk": "LOW",
         "before": null, "desired": {"kind": "future", "key": "a", "values": [1, {"b": null}], "none": null}}
        """;

    Change change = json.readValue(stored, Change.class);

    assertThat(change.desired())
        .isInstanceOfSatisfying(
            Resource.Unknown.class, unknown -> assertThat(unknown.kind()).isEqualTo("future"));
    assertThat(json.readTree(json.writeValueAsString(change))).isEqualTo(json.readTree(stored));
  }

  @Test
  void shouldReadResourcesAsTheyWereWrittenBeforeThereWasRemoval() throws Exception {
    String stored =
        """
        [{"kind": "user", "name": "ann", "uid": 7, "home": null, "shell": null, "groups": ["a"],
          "system": false, "createHome": true},
         {"kind": "packages", "names": ["curl"]},
         {"kind": "directory", "path": "/srv/a", "owner": "root", "group": "root", "mode": "0755"},
         {"kind": "authorized-keys", "user": "ann", "lines": [], "directoryMode": null, "fileMode": "0600"}]
        """;
    ObjectMapper json = new ObjectMapper();

    Resource[] read = json.readValue(stored, Resource[].class);

    assertThat(read)
        .containsExactly(
            new Resource.User("ann", 7, null, null, List.of("a"), false, true),
            new PackagesResource(List.of("curl"), List.of()),
            new Resource.Directory("/srv/a", "root", "root", "0755"),
            new Resource.AuthorizedKeys("ann", List.of(), null, "0600"));
    assertThat(json.readTree(json.writeValueAsString(read))).isEqualTo(json.readTree(stored));
  }

  @Test
  void shouldHaveAHashThatNamesWhoLosesAccess() {
    Plan nobody = plan("web-1", GROUP);
    RemainingAccess.Account ann =
        new RemainingAccess.Account(
            "ann",
            RemainingAccess.Outcome.LOSES_ALL,
            List.of("password"),
            List.of(),
            "passwords are off");
    RemainingAccess.Account bob =
        new RemainingAccess.Account(
            "bob", RemainingAccess.Outcome.KEEPS, List.of("key"), List.of("key"), "");

    assertThat(losing(nobody, bob).hash()).isEqualTo(nobody.hash());
    assertThat(losing(nobody, ann, bob).hash()).isNotEqualTo(nobody.hash());
    assertThat(losing(nobody, ann, bob).summary().warnings())
        .containsExactly("ann loses access (passwords are off)");
  }

  @Test
  void shouldHaveAHashThatNamesWhatIsLoosened() {
    Plan plan = plan("web-1", GROUP);

    Plan loosening = loosening(plan, "MaxAuthTries: 2 -> 3");

    assertThat(loosening(plan).hash()).isEqualTo(plan.hash());
    assertThat(loosening.hash()).isNotEqualTo(plan.hash());
    assertThat(loosening.summary().warnings()).containsExactly("loosens MaxAuthTries: 2 -> 3");
  }

  private static Plan loosening(Plan plan, String... settings) {
    return Plan.of(plan.server(), plan.groups(), 3, List.of(), null, List.of(settings));
  }

  @Test
  void shouldReadPlansAndSummariesOfBeforeThereWasAccessInThem() throws Exception {
    ObjectMapper json = new ObjectMapper();
    Plan plan = plan("web-1", GROUP);

    assertThat(json.writeValueAsString(plan)).doesNotContain("access", "loosened");
    assertThat(json.writeValueAsString(plan.summary())).doesNotContain("warnings");
    assertThat(json.readValue(json.writeValueAsString(plan), Plan.class)).isEqualTo(plan);
    assertThat(
            json.readValue(json.writeValueAsString(plan.summary()), PlanSummary.class).warnings())
        .isNull();
  }

  private static Plan losing(Plan plan, RemainingAccess.Account... accounts) {
    return Plan.of(
        plan.server(),
        plan.groups(),
        3,
        List.of(),
        new RemainingAccess(List.of(accounts), List.of()));
  }

  @Test
  void shouldSayWhichGroupIsMissing() {
    assertThatThrownBy(() -> plan("web-1").group("sshd")).hasMessageContaining("'sshd'");
  }

  private static Plan plan(String server, Change... changes) {
    return Plan.of(
        server,
        List.of(new Plan.Group("accounts", "Set up accounts", 0, List.of(changes))),
        3,
        List.of());
  }

  private static Change change(Resource resource) {
    return new Change(
        resource.subject(),
        Change.Action.CREATE,
        "Create",
        "+ it\n",
        Change.Risk.LOW,
        null,
        resource);
  }
}
