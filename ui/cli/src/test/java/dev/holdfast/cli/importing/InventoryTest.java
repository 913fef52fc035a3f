package dev.holdfast.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same inventory in both of Ansible's formats, and odd ones. */
final class InventoryTest {
  private static final String INI =
      """
      bastion ansible_host=192.0.2.1 ansible_user=root # the way in

      [web]
      web-[01:03].example.org
      ; a comment
      special ansible_host="192.0.2.5" ansible_port=2222 ansible_user='de ploy' http_port=80

      [db]
      db-[a:b]:2200

      [prod:children]
      web
      db

      [prod:vars]
      ansible_user = prod
      ansible_ssh_common_args='-o ProxyJump=bastion -o ControlMaster=auto'

      [web:vars]
      ansible_user=web
      ansible_ssh_private_key_file=keys/web

      [all:vars]
      ansible_user=everybody
      ansible_port=22
      """;
  private static final String YAML =
      """
      all:
        hosts:
          bastion: {ansible_host: 192.0.2.1, ansible_user: root}
        vars: {ansible_user: everybody, ansible_port: 22}
        children:
          prod:
            vars:
              ansible_user: prod
              ansible_ssh_common_args: '-o ProxyJump=bastion -o ControlMaster=auto'
            children:
              web:
                hosts:
                  web-[01:03].example.org:
                  special:
                    ansible_host: 192.0.2.5
                    ansible_port: 2222
                    ansible_user: de ploy
                    http_port: 80
                vars: {ansible_user: web, ansible_ssh_private_key_file: keys/web}
              db:
                hosts:
                  db-[a:b]: {ansible_port: 2200}
      """;

  private static final SshClient ME = new SshClient(Path.of("/home/me"), "me", _ -> "");

  private static Found ini(String text) {
    return AnsibleIni.parse(text, ME);
  }

  private static Found yaml(String text) {
    return AnsibleYaml.parse(text, ME);
  }

  private static Found parse(String format) {
    return format.equals("ini") ? ini(INI) : yaml(YAML);
  }

  private static FoundServer server(Found found, String name) {
    return found.servers().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ini", "yaml"})
  void shouldMergeVariablesOfGroupsAsAnsibleDoes(String format) {
    Found found = parse(format);

    assertThat(found.dropped()).isEmpty();
    assertThat(found.notes()).isEmpty();
    assertThat(found.servers())
        .extracting(FoundServer::name)
        .containsExactlyInAnyOrder(
            "bastion",
            "web-01.example.org",
            "web-02.example.org",
            "web-03.example.org",
            "special",
            "db-a",
            "db-b");
    FoundServer web = server(found, "web-02.example.org");
    assertThat(web.user()).isEqualTo("web");
    assertThat(web.port()).isEqualTo(22);
    assertThat(web.keyFiles()).containsExactly("keys/web");
    assertThat(web.jumps()).containsExactly("bastion");
    assertThat(web.labels()).isEqualTo(Map.of("web", "true", "prod", "true"));
    FoundServer special = server(found, "special");
    assertThat(special.address()).isEqualTo("192.0.2.5");
    assertThat(special.port()).isEqualTo(2222);
    assertThat(special.user()).isEqualTo("de ploy");
    assertThat(special.ignored()).containsExactly("controlmaster", "http_port");
    FoundServer db = server(found, "db-b");
    assertThat(db.port()).isEqualTo(2200);
    assertThat(db.user()).isEqualTo("prod");
    FoundServer bastion = server(found, "bastion");
    assertThat(bastion.user()).isEqualTo("root");
    assertThat(bastion.labels()).isEmpty();
    assertThat(bastion.jumps()).isEmpty();
  }

  @Test
  void shouldSayWhatCannotBeReached() {
    Found found =
        ini(
            """
            here ansible_connection=local
            there ansible_host={{lookup}}
            cmd ansible_ssh_common_args='-o ProxyCommand="ssh -W %h:%p b"'
            wordless oops
            [odd:things]
            x
            [g]
            w[3:1]
            w[1:999999]
            'open
            """);

    assertThat(server(found, "here").obstacle()).contains("by 'local'");
    assertThat(server(found, "there").obstacle()).contains("template");
    assertThat(server(found, "cmd").obstacle()).contains("ProxyCommand");
    assertThat(found.dropped())
        .containsExactly(
            "line 4: 'oops' is not NAME=VALUE",
            "line 5: a section of 'things' is not known",
            "line 6: 'x' is in a section that is not known",
            "line 8: 'w[3:1]' has a range of no hosts",
            "line 9: 'w[1:999999]' is more than 10000 hosts",
            "line 10: a quotation mark is not closed");
  }

  @Test
  void shouldEndWithGroupsInACircle() {
    Found found = ini("[a]\nx\n[a:children]\nb\n[b:children]\na\n");

    assertThat(found.servers())
        .singleElement()
        .satisfies(x -> assertThat(x.labels()).containsKey("a"));
    assertThat(found.dropped()).singleElement().asString().contains("is in itself");
  }

  @Test
  void shouldNotOpenWhatIsEncryptedOrTagged() {
    Found found =
        yaml(
            """
            all:
              hosts:
                a:
                  ansible_user: !vault |
                    $ANSIBLE_VAULT;1.1;AES256
                    6162
                b: {ansible_user: !unsafe 'x'}
              strange: {}
            """);

    assertThat(server(found, "a").obstacle()).contains("ansible-vault");
    assertThat(server(found, "b").user()).isEqualTo("x");
    assertThat(found.notes()).containsExactly("group 'all': 'strange' is not known");
  }

  @Test
  void shouldSayWhereYamlIsBroken() {
    assertThatThrownBy(() -> yaml("all:\n  hosts:\n   - [\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("in line");
    assertThatThrownBy(() -> yaml("just text")).hasMessageContaining("holds no groups");
    assertThatThrownBy(() -> yaml("a: !!java.net.URL [x]\n"))
        .isInstanceOf(IllegalArgumentException.class);
    List<String> quiet = List.of("all:", "all: {hosts: [a, b]}", "all: 3");
    for (String text : quiet) {
      assertThat(yaml(text).servers()).as(text).isEmpty();
    }
  }
}
