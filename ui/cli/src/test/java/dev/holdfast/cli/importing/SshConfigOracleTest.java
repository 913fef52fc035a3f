package dev.holdfast.cli.importing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations are read as {@code ssh -G} reads them: written ones and a hundred made ones. */
final class SshConfigOracleTest {
  private static final int FILES = 100;
  private static final List<String> NAMES =
      List.of("web-1", "web-2", "db-1", "DB-2", "192.0.2.9", "gate.example.org");

  @TempDir private Path home;

  @Test
  void shouldAnswerAsSshDoesForMadeConfigurations() throws Exception {
    int compared = 0;
    for (int seed = 0; seed < FILES; seed++) {
      clear();
      String text = new Maker(seed).file(home);
      compared += compare(text, "seed " + seed);
    }
    // The made files say something: most are accepted by ssh, and describe several hosts each.
    assertThat(compared).isGreaterThan(FILES * 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host web-9 # main frontend\n HostName 192.0.2.11   # rack 3\n Port 2222 # moved\n",
        "Host web-9 'web 10' \"web-11\"\n User \"first last\" # x\n HostName=%h.example.org\n",
        "Host web-9\n\tHostName = 192.0.2.1\n  port\t=\t23\nHost *\n Port 24\n",
        "Host web-*  !web-9\n User a\nHost web-9 web-8\n User b\n",
        "Host web-9\n HostName FOO.Example.ORG\nMatch host foo.example.org\n User matched\n",
        "Host web-9\n HostName foo\nMatch final host foo\n User late\nHost foo\n Port 99\n",
        "Match originalhost web-9 !user root,admin\n Port 77\nHost web-9\n User x\n",
        "Host web-9\n User root\nMatch user root # admins\n Port 78\nMatch all\n User y\n",
        "Match host \"web-*,!web-8\"\n Port 79\nHost web-9 web-8 web-7\n",
        "Host web-9\n ProxyJump none\n ProxyCommand nc %h %p\n",
        "Host web-9\n ProxyJump a@b:22,ssh://c:23 # way in\n ProxyCommand nc %h %p\nHost b\n",
        "Host web-9\n HostKeyAlias VM1\n UserKnownHostsFile /a \"/b c\" # two\n Port 2222\n",
        "Host web-9\n IdentityFile ~/.ssh/a # one\n IdentityFile \"~/.ssh/b c\"\n IdentityFile ~/.ssh/a\n",
        "Host web-9\n CertificateFile ~/x-cert.pub\n IdentityFile none\n",
        "Host web-9\n HostName a\\ b\n User x\\\\y\n",
        "Host WEB-9\n User upper\nHost web-9\n User lower\n",
        "Host web-9 web-8,web-7\n User comma\n",
        "HostName fallback\nHost web-9\n HostName mine\n",
        "Host web-9\n Include sub\n Port 5\nHost web-8\n Include sub\n",
        "Include ~/other/*.conf\nHost web-9\n User last\n",
        "Host=web-9\nUser=one\n",
      })
  void shouldAnswerAsSshDoes(String text) throws Exception {
    Files.createDirectories(home.resolve(".ssh"));
    Files.createDirectories(home.resolve("other"));
    write(home.resolve(".ssh/sub"), "User sub\nHost web-8\n Port 6\n");
    write(home.resolve("other/b.conf"), "Host web-9 deep\n Port 2\n");
    write(home.resolve("other/a.conf"), "Host web-9\n Port 1\n");
    write(home.resolve("other/.c.conf"), "Host web-9\n User hidden\n");

    assertThat(compare(text, text)).isPositive();
  }

  /** How many hosts were compared: none if ssh refuses the file. */
  private int compare(String text, String what) throws Exception {
    Path file = home.resolve("config");
    write(file, text);
    Found found =
        SshConfig.parse(text, new SshClient(home, System.getProperty("user.name"), _ -> ""));
    int compared = 0;
    for (FoundServer server : found.servers()) {
      if (server.name().startsWith("-") || server.name().matches(".*[@ ].*")) {
        continue;
      }
      Answer answer = ask(file, server.name());
      String where = "%s, host %s:\n%s\n%s".formatted(what, server.name(), text, server);
      if (answer == null) {
        // The client refuses the whole file, and so does the import for this host.
        assertThat(server.obstacle() != null || !found.dropped().isEmpty())
            .as("%s", where)
            .isTrue();
        continue;
      }
      boolean command = !answer.one("proxycommand").isEmpty();
      assertThat(server.obstacle() != null).as("%s", where).isEqualTo(command);
      assertThat(server.address()).as("%s", where).isEqualTo(answer.one("hostname"));
      assertThat(String.valueOf(server.port() == null ? 22 : server.port()))
          .as("%s", where)
          .isEqualTo(answer.one("port"));
      assertThat(server.user() == null ? System.getProperty("user.name") : server.user())
          .as("%s", where)
          .isEqualTo(answer.one("user"));
      String alias = answer.one("hostkeyalias");
      assertThat(server.knownAs() == null ? "" : server.knownAs()).as("%s", where).isEqualTo(alias);
      jumps(server, answer, where);
      files(server, answer, where);
      compared++;
    }
    return compared;
  }

  private static void jumps(FoundServer server, Answer answer, String where) {
    String jump = answer.one("proxyjump");
    List<String> expected = jump.isEmpty() ? List.of() : List.of(jump.split(",", -1));
    assertThat(server.jumps().stream().map(SshConfigOracleTest::plainHop).toList())
        .as("%s", where)
        .isEqualTo(expected.stream().map(SshConfigOracleTest::plainHop).toList());
  }

  /** Without ssh:// and the brackets that ssh -G puts around addresses. */
  private static String plainHop(String hop) {
    return hop.replaceFirst("^ssh://", "").replaceAll("[\\[\\]]", "");
  }

  private void files(FoundServer server, Answer answer, String where) {
    List<String> identities =
        answer.all("identityfile").stream()
            .filter(file -> !file.equals("none"))
            .map(file -> expanded(file, server, answer))
            .toList();
    boolean defaults = identities.contains(home + "/.ssh/id_rsa");
    assertThat(server.keyFiles()).as("%s", where).isEqualTo(defaults ? List.of() : identities);
    List<String> certificates = answer.all("certificatefile");
    assertThat(server.certificateFile())
        .as("%s", where)
        .isEqualTo(
            certificates.isEmpty() ? null : expanded(certificates.getFirst(), server, answer));
    String known = answer.one("userknownhostsfile");
    String ours = String.join(" ", server.knownHostsFiles());
    String standard = System.getProperty("user.home") + "/.ssh/known_hosts";
    assertThat(ours.isEmpty() ? standard + " " + standard + "2" : ours)
        .as("%s", where)
        .isEqualTo(known);
  }

  /** ssh -G shows files as they were written; the tokens are those of its own answer. */
  private String expanded(String file, FoundServer server, Answer answer) {
    return file.replaceFirst("^~/", home + "/")
        .replace("%d", home.toString())
        .replace("%h", answer.one("hostname"))
        .replace("%n", server.name())
        .replace("%p", answer.one("port"))
        .replace("%r", answer.one("user"))
        .replace("%%", "%");
  }

  private @Nullable Answer ask(Path file, String name) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("ssh", "-G", "-F", file.toString(), "--", name);
    builder.environment().put("HOME", home.toString());
    Path errors = home.resolve("errors");
    Process ssh = builder.redirectError(errors.toFile()).start();
    String out = new String(ssh.getInputStream().readAllBytes(), UTF_8);
    if (ssh.waitFor() != 0) {
      return null;
    }
    Map<String, List<String>> lines = new LinkedHashMap<>();
    out.lines()
        .forEach(line -> {
          int space = line.indexOf(' ');
          if (space > 0) {
            lines
                .computeIfAbsent(line.substring(0, space), _ -> new ArrayList<>())
                .add(line.substring(space + 1));
          }
        });
    return new Answer(lines);
  }

  /** What ssh -G says, by keyword. */
  private record Answer(Map<String, List<String>> lines) {
    List<String> all(String keyword) {
      return lines.getOrDefault(keyword, List.of());
    }

    /** The empty string if it says nothing. */
    String one(String keyword) {
      return all(keyword).isEmpty() ? "" : all(keyword).getFirst();
    }
  }

  private void clear() throws IOException {
    for (String directory : List.of(".ssh", "other")) {
      if (Files.exists(home.resolve(directory))) {
        try (var paths = Files.walk(home.resolve(directory))) {
          for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(path);
          }
        }
      }
      Files.createDirectories(home.resolve(directory));
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertThat(file.toFile().setWritable(false, false) && file.toFile().setWritable(true, true))
        .isTrue();
  }

  /** Makes configurations, the same ones for the same seed. */
  private static final class Maker {
    private final Random random;

    Maker(long seed) {
      random = new Random(seed);
    }

    String file(Path home) throws IOException {
      write(home.resolve(".ssh/sub1"), blocks(2));
      write(home.resolve(".ssh/sub2"), "User included # here\n" + blocks(1));
      String includes =
          random.nextBoolean()
              ? ""
              : pick("Include sub*\n", "Include sub1 sub2\n", "include=sub2\n");
      return options(random.nextInt(2))
          + includes
          + blocks(5)
          + (random.nextBoolean() ? "" : "Host *\n" + options(3));
    }

    private String blocks(int most) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(most) + 1; i > 0; i--) {
        text.append(random.nextInt(4) == 0 ? match() : host()).append(options(4));
        if (random.nextInt(6) == 0) {
          text.append(pick("  Include sub1\n", "  Include nothing*\n", "# Host comment\n", "\n"));
        }
      }
      return text.toString();
    }

    private String host() {
      StringBuilder line = new StringBuilder(pick("Host ", "host ", "HOST=", "Host = ", "Host\t"));
      for (int i = random.nextInt(3) + 1; i > 0; i--) {
        String name = name();
        line.append(
            pick(
                name,
                name,
                name,
                "\"" + name + "\"",
                "'" + name + "'",
                "!" + name,
                "web-*",
                "*-?",
                "!*.org"));
        line.append(pick(" ", "  ", "\t"));
      }
      return line + comment() + "\n";
    }

    private String match() {
      String criteria =
          pick(
              "host " + name(),
              "originalhost " + name(),
              "originalhost " + name() + "," + name(),
              "!originalhost " + name(),
              "host *.example.org,!web*",
              "user deploy",
              "!user deploy,root",
              "final",
              "final host " + name(),
              "canonical",
              "all",
              "final all",
              "host \"" + name() + "\" user *",
              "localuser root",
              "user=deploy");
      return pick("Match ", "match ", "  Match ") + criteria + pick("", " # why", "  ") + "\n";
    }

    private String options(int most) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(most + 1); i > 0; i--) {
        text.append(pick("", "  ", "\t")).append(option()).append(comment()).append('\n');
      }
      return text.toString();
    }

    private String option() {
      String between = pick(" ", "=", " = ", "\t", "  ");
      return switch (random.nextInt(12)) {
        case 0, 1 ->
            pick("HostName", "hostname")
                + between
                + quoted(
                    pick(
                        "192.0.2.7",
                        "%h.example.org",
                        "Real.Example.ORG",
                        name(),
                        "2001:db8::7",
                        "a%%b",
                        "%h"));
        case 2, 3 -> "Port" + between + quoted(pick("22", "2222", "2201"));
        case 4, 5 ->
            "User" + between + quoted(pick("deploy", "root", "svc@corp.example", "Deploy"));
        case 6, 7 ->
            "IdentityFile"
                + between
                + quoted(
                    pick(
                        "~/.ssh/id_a",
                        "%d/.ssh/%r@%h",
                        "/keys/%n-%p",
                        "id_rel",
                        "~/.ssh/a%%b",
                        "\"~/.ssh/with blank\""));
        case 8 ->
            pick(
                "ProxyJump " + name(),
                "ProxyJump none",
                "ProxyJump=u@" + name() + ":2200",
                "ProxyJump a,b@c",
                "ProxyCommand nc %h %p",
                "ProxyCommand none");
        case 9 -> "HostKeyAlias" + between + quoted(pick("vm1", "VM2"));
        case 10 ->
            pick(
                "CertificateFile ~/.ssh/id-cert.pub",
                "UserKnownHostsFile /k1 /k2",
                "UserKnownHostsFile /dev/null");
        default ->
            pick(
                "ForwardAgent yes",
                "ServerAliveInterval 15",
                "StrictHostKeyChecking no",
                "LogLevel ERROR");
      };
    }

    private String quoted(String value) {
      return value.startsWith("\"")
          ? value
          : pick(value, value, value, '"' + value + '"', "'" + value + "'");
    }

    private String comment() {
      return pick("", "", "", " # comment", "  #x", " ");
    }

    private String name() {
      return NAMES.get(random.nextInt(NAMES.size()));
    }

    private String pick(String... choices) {
      return choices[random.nextInt(choices.length)];
    }
  }
}
