package dev.holdfast.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import dev.holdfast.schemas.audit.AuditChain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What tampering with the audit shows, without the platform. */
final class AuditVerifyTest {
  private static final Instant AT = Instant.parse("2026-11-28T16:00:00Z");

  @TempDir private Path directory;
  private final List<ObjectNode> entries = new ArrayList<>();
  private KeyPair key;

  @BeforeEach
  void make() throws Exception {
    key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] before = AuditChain.genesis();
    for (int position = 1; position <= 6; position++) {
      before = add(before, position, "echo ü " + position);
    }
  }

  private byte[] add(byte[] before, long position, String command) {
    ObjectNode content =
        Json.object().put("command", command).put("part", "begun").put("record", position);
    byte[] salt = AuditChain.leaf(new byte[0], "salt " + position);
    byte[] leaf = AuditChain.leaf(salt, content.toString());
    byte[] hash = AuditChain.hash(before, position, leaf);
    ObjectNode entry =
        Json.object()
            .put("position", position)
            .put("salt", HexFormat.of().formatHex(salt))
            .put("leaf", HexFormat.of().formatHex(leaf))
            .put("hash", HexFormat.of().formatHex(hash));
    entry.set("content", content);
    entries.add(entry.put("erased", false));
    return hash;
  }

  private ObjectNode checkpoint(int position, boolean cut) throws Exception {
    String hash = Json.text(entries.get(position - 1), "hash");
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(key.getPrivate());
    signature.update(AuditChain.checkpoint("default", position, hash, AT));
    byte[] signed = signature.sign();
    signature.initSign(key.getPrivate());
    signature.update(AuditChain.cut("default", position, hash));
    ObjectNode checkpoint =
        Json.object()
            .put("organisation", "default")
            .put("position", position)
            .put("hash", hash)
            .put("at", AT.toString())
            .put("keyId", "ak-1")
            .put("signature", Base64.getEncoder().encodeToString(signed));
    return cut
        ? checkpoint.put("cutSignature", Base64.getEncoder().encodeToString(signature.sign()))
        : checkpoint;
  }

  private ObjectNode head(ObjectNode... checkpoints) {
    ObjectNode head = Json.object().put("organisation", "default");
    head.set("checkpoints", Json.of(List.of(checkpoints)));
    head.putArray("keys")
        .addObject()
        .put("id", "ak-1")
        .put("publicKey", Base64.getEncoder().encodeToString(key.getPublic().getEncoded()));
    return head;
  }

  private Cli.Result verify(ObjectNode head, String... options) throws Exception {
    List<String> lines = new ArrayList<>(List.of(head.toString()));
    entries.forEach(entry -> lines.add(entry.toString()));
    Path file = Files.write(directory.resolve("chain.jsonl"), lines);
    List<String> all = new ArrayList<>(List.of("audit", "verify", file.toString()));
    all.addAll(List.of(options));
    // No platform answers there.
    return Cli.at("http://127.0.0.1:9").run(all.toArray(String[]::new));
  }

  private String kept(int position) throws Exception {
    // Over several lines, as -o json prints it.
    return Files.writeString(
            directory.resolve("kept"), checkpoint(position, false).toPrettyString() + "\n")
        .toString();
  }

  @Test
  void shouldConfirmAChainAndSayHowFarItsEndIsSure() throws Exception {
    Cli.Result alone = verify(head(checkpoint(6, false)));
    Cli.Result confirmed = verify(head(checkpoint(6, false)), "--checkpoint", kept(4));

    assertThat(alone.exitCode()).isZero();
    assertThat(alone.err())
        .contains("Checked entries 1 to 6 of organisation default: nothing is wrong.")
        .contains("No checkpoint that was kept elsewhere");
    assertThat(confirmed.exitCode()).isZero();
    assertThat(confirmed.err()).contains("A kept checkpoint confirms all up to entry 4.");
  }

  @Test
  void shouldFindWhatWasChanged() throws Exception {
    ((ObjectNode) entries.get(2).path("content")).put("command", "true");
    assertFound("entry 3 was changed: record 3 is not what was written");
  }

  @Test
  void shouldFindWhatWasRemoved() throws Exception {
    entries.remove(2);
    assertFound("entries 3 to 3 are missing", "the chain is broken at entry 4");
  }

  @Test
  void shouldFindARecordThatIsGoneThoughItsPlaceIsThere() throws Exception {
    entries.get(2).putNull("content");
    assertFound("the record of entry 3 is gone, or cannot be read");
  }

  @Test
  void shouldFindWhatWasInsertedOrMoved() throws Exception {
    ObjectNode third = entries.remove(2);
    entries.add(3, third);
    assertFound("entries 3 to 3 are missing", "entry 3 stands after entry 4");
  }

  @Test
  void shouldFindThatTheEndWasCutOff() throws Exception {
    ObjectNode signed = checkpoint(6, false);
    entries.removeLast();
    Cli.Result inside = verify(head(signed));
    assertThat(inside.exitCode()).isEqualTo(1);
    assertThat(inside.out()).contains("the end was cut off: there is a checkpoint at 6");
  }

  @Test
  void shouldFindThatTheWholeChainWasMadeAnew() throws Exception {
    String kept = kept(4);
    entries.clear();
    byte[] before = AuditChain.genesis();
    for (int position = 1; position <= 6; position++) {
      before = add(before, position, "nothing");
    }
    assertThat(verify(head(checkpoint(6, false))).exitCode()).isZero();
    Cli.Result found = verify(head(checkpoint(6, false)), "--checkpoint", kept);
    assertThat(found.exitCode()).isEqualTo(1);
    assertThat(found.out()).contains("the kept checkpoint at 4 is of another chain");
  }

  @Test
  void shouldTakeACheckpointOnlyWithItsSignature() throws Exception {
    ObjectNode forged = checkpoint(6, false).put("position", 5);
    Cli.Result found = verify(head(forged));
    assertThat(found.exitCode()).isEqualTo(1);
    assertThat(found.out()).contains("the checkpoint at 5 has no valid signature");
  }

  @Test
  void shouldBeginWhereAnOldPartWasCutUnderACheckpoint() throws Exception {
    ObjectNode cut = checkpoint(2, true);
    ObjectNode notCut = checkpoint(2, false).put("cutSignature", Json.text(cut, "signature"));
    String kept = kept(2);
    entries.subList(0, 2).clear();
    assertThat(verify(head(cut)).exitCode()).isZero();
    assertThat(verify(head()).out()).contains("entries 1 to 2 are missing");
    assertThat(verify(head(notCut)).out()).contains("entries 1 to 2 are missing");
    assertThat(verify(head(), "--checkpoint", kept).out()).contains("entries 1 to 2 are missing");
  }

  @Test
  void shouldSayThatAFileIsCutOff() throws Exception {
    Path file = Files.writeString(directory.resolve("cut"), head() + "\n{\"position\":1,");

    Cli.Result result = Cli.at("http://127.0.0.1:9").run("audit", "verify", file.toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("is cut off, or something in it is not JSON");
  }

  @Test
  void shouldLeaveOutErasedContent() throws Exception {
    entries.get(1).putNull("content").put("erased", true);
    Cli.Result result = verify(head());
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).contains("the content of 1 erased");

    ((ObjectNode) entries.get(2).path("content")).put("command", "true");
    entries.get(2).put("erased", true);
    assertFound("entry 3 was changed");
  }

  @Test
  void shouldReadThePlatformItselfAndCountWhatIsInNoChain() throws Exception {
    try (TestPlatform platform = new TestPlatform()) {
      ObjectNode page = Json.object().put("organisation", "default").putNull("next");
      page.set("entries", Json.of(entries));
      platform
          .answers("GET /audit/chain", page.toString(), page.toString())
          .answers("GET /audit/checkpoints", "{\"items\":[]}")
          .answers("GET /audit/keys", "{\"items\":[]}")
          .answers("GET /audit/chain/unchained", "{\"unchained\":2}");

      Cli.Result result = Cli.at(platform.url()).run("audit", "verify", "-o", "json");

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(Json.number(Json.parse(result.out()), "entries")).isEqualTo(6);
      assertThat(result.out()).contains("2 records are in no chain");
    }
  }

  private void assertFound(String... problems) throws Exception {
    Cli.Result result = verify(head());
    assertThat(result.exitCode()).isEqualTo(1);
    for (String problem : problems) {
      assertThat(result.out()).contains("problem: " + problem);
    }
    assertThat(result.err()).contains("the audit was tampered with");
  }
}
