package dev.holdfast.platform.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactorTest {
  private static final String KEY =
      "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\nAAAABG5vbmU=\n-----END OPENSSH PRIVATE KEY-----\n";

  /** Secrets of every kind between what is none; {@code hide} stands in each secret. */
  private static final String LOG =
      "starting\nDB_PASSWORD=hide1\nurl=https://bob:hide2@example.org/\r\nAuthorization: Bearer hide3.abc\n"
          + KEY
          + "\"apiKey\": \"hide4 and more\"\nthe sudo password is größe'hide5, really\nroot:$6$salt$hide6abc:19000:\n--token hide7 end";

  private final Redactor redactor = new Redactor(List.of("größe'hide5", "ab"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password=hide",
        "PGPASSWORD='hide' psql",
        "export AWS_SECRET_ACCESS_KEY=hide",
        "mysql '--password=hide hide' db",
        "mysql --password hide",
        "'--token' 'hide hide'",
        "env 'API_TOKEN=hide'\\''hide' run",
        "{\"token\": \"hide\"}",
        "secret: hide",
        "curl -H 'Authorization: Bearer hide'",
        "Proxy-Authorization: Basic hide",
        "Set-Cookie: hide",
        "postgres://app:hide@db/app",
        "root:$y$j9T$hidehidehide:1:",
        "PASSWORD=secret://name,then password=hide",
        "user_passphrase = hide"
      })
  void shouldMaskWhatLooksLikeASecret(String text) {
    String masked = redactor.redact(text);

    assertThat(masked).doesNotContain("hide").hasSameSizeAs(text).contains("*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_0123456789abcdefghij0123456789abcdef",
        "xoxb-1234567890-abcdef",
        "eyJhbGciOi.eyJzdWIiOi.c2ln",
        "sk_live_0123456789abcdef"
      })
  void shouldMaskTokensByTheirForm(String token) {
    assertThat(redactor.redact("got " + token + " here"))
        .isEqualTo("got " + "*".repeat(token.length()) + " here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "env 'API_TOKEN=secret://ci' PGPASSWORD=secret://db-password@2 run",
        "Failed password for root from 192.0.2.1 port 22 ssh2",
        "passwordauthentication no",
        "passwd: files systemd",
        "systemctl status nginx",
        "https://example.org/a:b@c",
        "holdfast-applied user:deploy",
        "tokens are counted",
        "price $5 and $60000000",
        "-----BEGIN CERTIFICATE-----"
      })
  void shouldLeaveTheRestAlone(String text) {
    assertThat(redactor.redact(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cat > k <<-EOF\n\t-----BEGIN OPENSSH PRIVATE KEY-----\n\thidehidehide\n\thide==\n\t-----END OPENSSH PRIVATE KEY-----\n\tEOF",
        "echo '-----BEGIN RSA PRIVATE KEY-----' > k\necho \"hidehide\" >> k\nprintf '%s' hide\necho '-----END RSA PRIVATE KEY-----' >> k",
        "lines = [\n  '-----BEGIN PRIVATE KEY-----',\n  'hidehide',\n  'hidehide',",
        "echo b3BlbnNzaC1rZXktdjEAAAAAhidehide\nhidehide/hide\n",
        "echo MC4CAQAwBQYDK2VwBCIEIhidehide | base64 -d",
        "echo LS0tLS1CRUdJTiBPUEVOU1NIhide\nhidehidehidehide== | base64 -d",
        "echo LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0thide | base64 -d"
      })
  void shouldMaskAPrivateKeyHoweverItWasPasted(String script) {
    String masked = redactor.redact(script);

    assertThat(masked).doesNotContain("hide").hasSameSizeAs(script).contains("***");
  }

  @Test
  void shouldLeaveWhatComesAfterAKey() {
    String key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";

    assertThat(redactor.redact("before\n" + key + "after: all\nof it\n" + key + "end\n"))
        .isEqualTo(
            ("before\n" + key + "after: all\nof it\n" + key + "end\n").replace("AAAA", "****"));
    assertThat(redactor.redact("echo LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t"))
        .isEqualTo("echo LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t");
  }

  @Test
  void shouldMaskKnownValuesInTheirForms() {
    var known = new Redactor(List.of("it's x"));

    assertThat(known.redact("it's x")).isEqualTo("******");
    assertThat(known.redact("'it'\\''s x'")).isEqualTo("'*********'");
    assertThat(known.redact("aXQncyB4")).isEqualTo("********");
  }

  @Test
  void shouldKeepOffsetsAndLinesTrue() {
    String masked = redactor.redact(LOG);
    byte[] before = LOG.getBytes(StandardCharsets.UTF_8);
    byte[] after = masked.getBytes(StandardCharsets.UTF_8);

    assertThat(masked).doesNotContain("hide", "b3Blbn", "größe").contains("PRIVATE KEY", "really");
    assertThat(after).hasSameSizeAs(before);
    assertThat(masked.lines().count()).isEqualTo(LOG.lines().count());
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i]).isIn(before[i], (byte) '*');
    }
  }

  @Test
  void shouldFindSecretsWhereverAStreamIsSplit() throws IOException {
    byte[] bytes = LOG.getBytes(StandardCharsets.UTF_8);
    String whole = redactor.redact(LOG);
    for (int first = 0; first <= bytes.length; first++) {
      for (int second = first; second <= Math.min(bytes.length, first + 40); second++) {
        assertThat(streamed(bytes, first, second)).isEqualTo(whole);
      }
    }
  }

  @Test
  void shouldFindSecretsByteByByte() throws IOException {
    byte[] bytes = LOG.getBytes(StandardCharsets.UTF_8);
    int[] everywhere = new int[bytes.length];
    Arrays.setAll(everywhere, i -> i);

    assertThat(streamed(bytes, everywhere)).isEqualTo(redactor.redact(LOG));
  }

  @Test
  void shouldPassWholeLinesOnAtOnce() throws IOException {
    var out = new ByteArrayOutputStream();
    RedactingStream stream = redactor.redacting(out);
    stream.write("one\npassword=hi".getBytes(StandardCharsets.UTF_8));

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("one\n");
    stream.write("de\n".getBytes(StandardCharsets.UTF_8));
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("one\npassword=****\n");
  }

  @Test
  void shouldStayBoundedAndLoseNothingInALineWithoutEnd() throws IOException {
    var random = new Random(7);
    for (int round = 0; round < 20; round++) {
      String noise = "x ".repeat(20_000 + random.nextInt(60_000));
      String text =
          noise + "größe'hide5 " + noise + "password=hide " + "y ".repeat(random.nextInt(50_000));
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      int[] splits = random.ints(10, 0, bytes.length).sorted().toArray();

      assertThat(streamed(bytes, splits)).isEqualTo(redactor.redact(text));
    }
  }

  @Test
  void shouldMaskASecretLongerThanWhatIsHeld() throws IOException {
    String text = "a token=" + "h".repeat(200_000) + " end\nafter\n";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    assertThat(streamed(bytes, 10, 100_000))
        .isEqualTo(redactor.redact(text))
        .endsWith(" end\nafter\n");
  }

  @Test
  void shouldNotTakeTheRestOfALogForAKey() throws IOException {
    String text =
        "-----BEGIN RSA PRIVATE KEY-----\nAAAA\nno key, a sentence\n"
            + "more text\n".repeat(20_000);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    assertThat(streamed(bytes, 40))
        .isEqualTo(redactor.redact(text))
        .contains("****\nno key, a sentence");
  }

  private String streamed(byte[] bytes, int... splits) throws IOException {
    var out = new ByteArrayOutputStream();
    RedactingStream stream = redactor.redacting(out);
    int from = 0;
    for (int split : splits) {
      stream.write(bytes, from, split - from);
      from = split;
    }
    stream.write(bytes, from, bytes.length - from);
    stream.finish();
    return out.toString(StandardCharsets.UTF_8);
  }
}
