package dev.holdfast.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SshConfigTest {
  private static final String CONFIG =
      """
      # mine
      User=nobody-yet
      Host *.example.org !db.example.org
        Port 2222
      Host web-1 web-2
          HostName "%h.example.org"
          IdentityFile ~/.ssh/id_web
          IdentityFile %d/.ssh/%r@%h
          ForwardAgent yes
      \tUser deploy
      host db
        hostname 192.0.2.9
        port = 2200
        proxyjump bastion,inner
        certificatefile ~/id-cert.pub
        HostKeyAlias database
      Match originalhost web-1 exec "true"
        User hacker
      Match all
        IdentityFile ~/.ssh/id_all
      Include more/*
      Host old
        ProxyCommand nc %h %p
      Host odd
        IdentityFile ~/%C
        Port http8
      justoneword
      """;

  private static final SshClient ME = new SshClient(Path.of("/home/me"), "me", _ -> "");

  private static FoundServer server(String name) {
    return SshConfig.parse(CONFIG, ME).servers().stream()
        .filter(server -> server.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldTakeTheFirstValueThatHoldsForAName() {
    FoundServer web = server("web-1");

    assertThat(web.address()).isEqualTo("web-1.example.org");
    // Patterns are matched with the name as it is typed, not with HostName.
    assertThat(web.port()).isNull();
    assertThat(web.user()).isEqualTo("nobody-yet");
    assertThat(web.keyFiles())
        .containsExactly(
            "/home/me/.ssh/id_web",
            "/home/me/.ssh/nobody-yet@web-1.example.org",
            "/home/me/.ssh/id_all");
    assertThat(web.ignored())
        .containsExactly("forwardagent", "what follows Match exec in line 17 (never asked)");
    assertThat(web.obstacle()).isNull();
    assertThat(web.where()).isEqualTo("line 5");
  }

  @Test
  void shouldReadJumpsCertificatesAndAliases() {
    FoundServer db = server("db");

    assertThat(db.address()).isEqualTo("192.0.2.9");
    assertThat(db.port()).isEqualTo(2200);
    assertThat(db.jumps()).containsExactly("bastion", "inner");
    assertThat(db.certificateFile()).isEqualTo("/home/me/id-cert.pub");
    assertThat(db.knownAs()).isEqualTo("database");
  }

  @Test
  void shouldSayWhatItCannotImport() {
    Found found = SshConfig.parse(CONFIG, ME);

    assertThat(found.servers())
        .extracting(FoundServer::name)
        .containsExactly("web-1", "web-2", "db", "old", "odd");
    assertThat(found.dropped()).containsExactly("line 27: 'justoneword' has no value");
    assertThat(server("old").obstacle()).contains("ProxyCommand");
    assertThat(server("odd").obstacle()).contains("'http8' is not a number", "'%C'");
  }

  @Test
  void shouldBearAnyText() {
    for (String text : List.of("", "\n\n", "Host", "=\n", "\u0000\n", "Host *\n User x")) {
      assertThat(SshConfig.parse(text, ME).servers()).as(text).isEmpty();
    }
  }

  @Test
  void shouldKnowWhatAFileIs() {
    assertThat(FileFormat.of("config", CONFIG)).hasValue(FileFormat.ssh_config);
    assertThat(FileFormat.of("hosts", "[web]\nweb-1\n")).hasValue(FileFormat.ini);
    assertThat(FileFormat.of("hosts", "web-1 ansible_port=22\n")).hasValue(FileFormat.ini);
    assertThat(FileFormat.of("hosts", "all:\n  hosts:\n")).hasValue(FileFormat.yaml);
    assertThat(FileFormat.of("x.yml", "{}")).hasValue(FileFormat.yaml);
    assertThat(FileFormat.of("k", "|1|a=|b= ssh-ed25519 AAAAC3 c\n"))
        .hasValue(FileFormat.known_hosts);
    assertThat(FileFormat.of("k", "@revoked * ssh-rsa AAAAB3\n")).hasValue(FileFormat.known_hosts);
    assertThat(FileFormat.of("k", "# nothing\n")).isEmpty();
    assertThat(FileFormat.of("k", "<html>\n")).isEmpty();
  }
}
