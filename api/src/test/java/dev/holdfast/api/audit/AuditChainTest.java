package dev.holdfast.api.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.audit.AuditChaining;
import dev.holdfast.platform.audit.AuditExpiry;
import dev.holdfast.platform.audit.AuditedCommand;
import dev.holdfast.platform.audit.AuditedCommand.End;
import dev.holdfast.platform.audit.AuditedCommand.Kind;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.audit.CommandAudit.Finished;
import dev.holdfast.schemas.audit.AuditChain;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The audit as a chain, in an organisation of its own. */
final class AuditChainTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final CommandAudit AUDIT = PLATFORM.part(CommandAudit.class);
  private static final HexFormat HEX = HexFormat.of();

  /** The owner, in an organisation. */
  private record Owner(String organisation) {
    Answer get(String path) {
      return send("GET", path);
    }

    Answer post(String path) {
      return send("POST", path);
    }

    private Answer send(String method, String path) {
      return PLATFORM
          .owner()
          .send(method, path, null, Map.of("X-Holdfast-Organisation", organisation));
    }
  }

  private static Owner organisation(String name) {
    PLATFORM.owner().post("/api/v1/organisations", Map.of("name", name));
    return new Owner(name);
  }

  private static long record(String organisation, String text, Instant at) {
    long id =
        AUDIT.started(
            new AuditedCommand(
                at,
                organisation,
                "ada",
                null,
                null,
                null,
                "web-1",
                "admin",
                true,
                Kind.EXEC,
                false,
                text));
    AUDIT.write(
        List.of(new Finished(id, new End(Outcome.FAILED, 3, "no \"ü\"\n", 5, 10, 0))), List.of());
    return id;
  }

  private static void chain() {
    while (PLATFORM.part(AuditChaining.class).chainSome() > 0) {
      // Until nothing waits.
    }
  }

  private static List<JsonNode> entries(Owner who) {
    List<JsonNode> entries = new ArrayList<>();
    long after = 0;
    while (after >= 0) {
      JsonNode page = who.get("/api/v1/audit/chain?limit=3&after=" + after).json();
      page.path("entries").forEach(entries::add);
      after = page.path("next").asLong(-1);
    }
    return entries;
  }

  /** How many of the entries have the content that was chained; the hashes are those of it. */
  private static long whole(List<JsonNode> entries, byte[] begin) {
    byte[] before = begin;
    long whole = 0;
    for (JsonNode entry : entries) {
      byte[] salt = HEX.parseHex(entry.path("salt").asString());
      String leaf = entry.path("leaf").asString();
      if (HEX.formatHex(AuditChain.leaf(salt, entry.path("content").toString())).equals(leaf)) {
        whole++;
      }
      before = AuditChain.hash(before, entry.path("position").asLong(), HEX.parseHex(leaf));
      assertThat(HEX.formatHex(before)).isEqualTo(entry.path("hash").asString());
    }
    return whole;
  }

  /** As somebody does who rules the database. */
  private static void past(String sql, Object... values) {
    PLATFORM
        .part(Jdbi.class)
        .useTransaction(handle -> {
          handle.execute("set local session_replication_role = replica");
          assertThat(handle.execute(sql, values)).isPositive();
        });
  }

  @Test
  void shouldChainHowEachCommandBeganAndEnded() {
    Owner owner = organisation("chained");
    record("chained", "echo one", Instant.now());
    record("chained", "echo two", Instant.now());
    chain();

    List<JsonNode> entries = entries(owner);

    assertThat(entries.stream().map(entry -> entry.path("position").asLong()))
        .containsExactly(1L, 2L, 3L, 4L);
    assertThat(entries.stream().map(entry -> entry.path("content").path("part").asString()))
        .containsExactly("begun", "ended", "begun", "ended");
    assertThat(entries.getFirst().path("content").path("command").asString()).isEqualTo("echo one");
    assertThat(whole(entries, AuditChain.genesis())).isEqualTo(4);
    assertThat(entries(organisation("chained-not"))).isEmpty();
  }

  @Test
  void shouldChainWithinSecondsWithoutBeingTold() throws Exception {
    Owner owner = organisation("chained-soon");
    record("chained-soon", "true", Instant.now());

    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (entries(owner).size() < 2 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }

    assertThat(entries(owner)).hasSize(2);
  }

  @Test
  void shouldShowWhatSomebodyDidPastTheDatabasesGuards() {
    Owner owner = organisation("chained-past");
    long changed = record("chained-past", "rm -rf /srv", Instant.now());
    long removed = record("chained-past", "id", Instant.now());
    chain();
    assertThat(whole(entries(owner), AuditChain.genesis())).isEqualTo(4);

    past("update command_audit set initiator = 'bob' where id = ?", changed);
    past("delete from command_audit where id = ?", removed);
    past(
        "insert into command_audit (organisation, initiator, server, login_user, sudo, kind,"
            + " internal, command, outcome) values ('chained-past', 'eve', 'web-1', 'root', false,"
            + " 'exec', false, 'id', 'succeeded')");

    List<JsonNode> entries = entries(owner);
    assertThat(entries).hasSize(4);
    assertThat(whole(entries, AuditChain.genesis())).isZero();
    assertThat(entries.getLast().path("content").isNull()).isTrue();
    assertThat(entries.getLast().path("erased").asBoolean()).isFalse();
    assertThat(owner.get("/api/v1/audit/chain/unchained").json().path("unchained").asLong())
        .isEqualTo(1);
    assertThatThrownBy(() ->
            PLATFORM
                .part(Jdbi.class)
                .useHandle(handle -> handle.execute("update audit_chain set position = position")))
        .hasMessageContaining("audit_chain: is append-only");
  }

  private static Signature verifier(Owner owner) throws GeneralSecurityException {
    JsonNode key = owner.get("/api/v1/audit/keys").json().path("items").get(0);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(
        KeyFactory.getInstance("Ed25519")
            .generatePublic(
                new X509EncodedKeySpec(
                    Base64.getDecoder().decode(key.path("publicKey").asString()))));
    return signature;
  }

  @Test
  void shouldChainWhatCannotBeReadAndAllAfterIt() {
    Owner owner = organisation("chained-poison");
    long chained = record("chained-poison", "id", Instant.now());
    chain();
    long poison = record("chained-poison", "true", Instant.now());
    past("update command_audit set command_sealed = '\\x0102' where id = ?", poison);
    past("insert into audit_unchained (record, part) values (?, 'begun')", chained);
    record("chained-poison", "false", Instant.now());

    chain();

    List<JsonNode> entries = entries(owner);
    assertThat(entries).hasSize(6);
    assertThat(entries.get(2).path("content").isNull()).isTrue();
    assertThat(entries.getLast().path("content").path("record").asLong()).isGreaterThan(poison);
  }

  @Test
  void shouldLetAMonthWaitWhoseKeyCannotBeHadAndNothingElse() {
    Owner owner = organisation("chained-keyless");
    past("insert into data_keys (audit_month, wrapped) values ('2001-01', '\\x0102')");
    past(
        "insert into command_audit (at, organisation, initiator, server, login_user, sudo, kind,"
            + " internal, command_sealed, outcome) values ('2001-01-02', 'chained-keyless', 'eve',"
            + " 'web-1', 'root', false, 'exec', false, '\\x0102', 'succeeded')");
    past(
        "insert into audit_unchained select id, 'begun' from command_audit"
            + " where organisation = 'chained-keyless'");
    record("chained-keyless", "true", Instant.now());

    chain();

    assertThat(whole(entries(owner), AuditChain.genesis())).isEqualTo(2);
    assertThat(entries(owner)).hasSize(2);
    past(
        "delete from audit_unchained where part = 'begun' and record in (select id from"
            + " command_audit where at < '2002-01-01')");
    past("delete from command_audit where at < '2002-01-01'");
    past("delete from data_keys where audit_month = '2001-01'");
  }

  @Test
  void shouldSignWhereTheChainEnds() throws Exception {
    Owner owner = organisation("chained-signed");
    assertThat(owner.post("/api/v1/audit/checkpoints").status()).isEqualTo(409);
    record("chained-signed", "true", Instant.now());
    chain();

    JsonNode signed = owner.post("/api/v1/audit/checkpoints").json();
    JsonNode key = owner.get("/api/v1/audit/keys").json().path("items").get(0);

    assertThat(key.path("id").asString()).isEqualTo(signed.path("keyId").asString());
    String last =
        entries(owner).stream()
            .filter(entry -> entry.path("position").asLong() == signed.path("position").asLong())
            .map(entry -> entry.path("hash").asString())
            .findFirst()
            .orElseThrow();
    assertThat(signed.path("hash").asString()).isEqualTo(last);
    Signature signature = verifier(owner);
    signature.update(
        AuditChain.checkpoint(
            "chained-signed",
            signed.path("position").asLong(),
            last,
            Instant.parse(signed.path("at").asString())));
    assertThat(signature.verify(Base64.getDecoder().decode(signed.path("signature").asString())))
        .isTrue();
    assertThat(owner.get("/api/v1/audit/checkpoints").json().path("items").get(0))
        .isEqualTo(signed);
  }

  @Test
  void shouldCutOnlyABeginningThatIsOldAndLeaveACheckpointThere() throws Exception {
    Owner owner = organisation("chained-cut");
    record("chained-cut", "old", Instant.now().minus(Duration.ofDays(401)));
    record("chained-cut", "young", Instant.now());
    chain();
    PLATFORM.part(AuditExpiry.class).expire();
    assertThat(entries(owner)).as("chained a moment ago").hasSize(4);
    past(
        "update audit_chain set chained_at = chained_at - interval '366 days'"
            + " where organisation = 'chained-cut' and position <= 2");

    PLATFORM.part(AuditExpiry.class).expire();

    List<JsonNode> entries = entries(owner);
    assertThat(entries.stream().map(entry -> entry.path("position").asLong()))
        .containsExactly(3L, 4L);
    JsonNode cut = owner.get("/api/v1/audit/checkpoints").json().path("items").get(0);
    Signature signature = verifier(owner);
    signature.update(
        AuditChain.cut("chained-cut", cut.path("position").asLong(), cut.path("hash").asString()));
    assertThat(signature.verify(Base64.getDecoder().decode(cut.path("cutSignature").asString())))
        .isTrue();
    assertThat(owner.get("/api/v1/audit/chain/unchained").json().path("unchained").asLong())
        .isZero();
    assertThat(whole(entries, HEX.parseHex(cut.path("hash").asString()))).isEqualTo(2);
    assertThat(owner.get("/api/v1/audit").body()).contains("young").doesNotContain("\"old\"");
    record("chained-cut", "after", Instant.now());
    chain();
    assertThat(entries(owner)).hasSize(4);
  }
}
