package dev.holdfast.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeFileTest {
  @TempDir Path directory = Path.of("");

  @Test
  void shouldMakeAStackOfWhatItSupports() throws IOException {
    write(
        """
        version: "3.9"
        name: shop
        services:
          db:
            image: db@sha256:0f04
            restart: unless-stopped
            user: "1001:1001"
            mem_limit: 1g
            cpus: "0.25"
            volumes:
              - data:/data
              - { type: bind, source: /srv/in, target: /in, read_only: true }
            environment: [ "KEY=secret://key", "PRICE=5$$" ]
            cap_drop: [ ALL ]
            x-holdfast:
              exceptions:
                writableRoot: it unpacks its plugins
          web:
            image: web@sha256:0f04
            command: [ "serve", "--all" ]
            ports: [ "127.0.0.1:8080:80", { target: 53, published: 53, protocol: udp } ]
            depends_on: { db: { condition: service_healthy } }
            healthcheck: { test: [ CMD-SHELL, "test -e /ready" ], interval: 10s }
            deploy: { resources: { limits: { memory: 64m, pids: 20 } } }
            networks: [ front ]
        volumes: { data: {} }
        networks: { front: { driver: bridge } }
        """);

    List<String> notes = new ArrayList<>();
    assertThat(StackFile.in(directory, null).read(notes::add).toString())
        .isEqualTo(
            ("{'stack':'shop','tools':{'db':{'image':'db@sha256:0f04','memory':1024,'cpus':0.25,"
                    + "'volumes':['data:/data','/srv/in:/in:ro'],'environment':{'KEY':'secret://key','PRICE':'5$'},"
                    + "'exceptions':{'writableRoot':'it unpacks its plugins'}},"
                    + "'web':{'image':'web@sha256:0f04','command':['serve','--all'],"
                    + "'ports':['127.0.0.1:8080:80','53:53/udp'],'dependsOn':['db'],'healthcheck':'test -e /ready',"
                    + "'memory':64,'pids':20}}}")
                .replace('\'', '"'));
    assertThat(notes)
        .containsExactly(
            "web is started again whenever it ends: the file has no restart",
            "the volume data is shop-data on the server; data that Compose has in shop_data is not in it",
            "networks are made from depends_on: a tool reaches no other one");
  }

  @Test
  void shouldRefuseAnotherNameThanTheFileSays() throws IOException {
    write("{name: shop, services: {web: {image: web@sha256:0f04}}}");

    assertThat(
            catchThrowableOfType(
                Failure.class, () -> StackFile.in(directory, "shpo").read(_ -> {})))
        .hasMessageContaining("is the stack shop, not shpo");
  }

  @Test
  void shouldListAllThatIsNotSupported() throws IOException {
    write(
        """
        services:
          web:
            build: .
            image: web:${TAG}
            command: serve --all
            privileged: true
            user: root
            cap_add: [ NET_ADMIN ]
            env_file: web.env
            environment: { HOME_KEY: }
            ports: [ "80" ]
            volumes: [ ./conf:/etc/web, /anonymous ]
            network_mode: host
            restart: "no"
            mem_limit: 64000
            deploy: { replicas: 2 }
            read_only: false
            tmpfs: /data
            networks: { front: { aliases: [ shop ] } }
            depends_on: { job: { condition: service_completed_successfully, required: false } }
            x-holdfast: { exception: {} }
          price:
            image: price@sha256:0f04
            environment: [ "PRICE=$$$TAG" ]
            mem_limit: 99999999999g
            volumes: [ { type: tmpfs, target: /t, tmpfs: { size: 1 } } ]
        volumes: { data: { external: true } }
        secrets: { key: { file: key } }
        """);

    Failure failure =
        catchThrowableOfType(
            Failure.class,
            () -> StackFile.in(directory.resolve("compose.yaml"), "shop").read(_ -> {}));

    assertThat(failure.getMessage()).contains("compose.yaml", "does not support");
    assertThat(failure.details())
        .extracting(line -> line.substring(0, line.indexOf(": ")))
        .containsExactlyInAnyOrder(
            "services.web.build",
            "services.web.image",
            "services.web.command",
            "services.web.privileged",
            "services.web.user",
            "services.web.cap_add",
            "services.web.env_file",
            "services.web.environment.HOME_KEY",
            "services.web.ports",
            "services.web.volumes",
            "services.web.volumes",
            "services.web.network_mode",
            "services.web.restart",
            "services.web.mem_limit",
            "services.web.deploy.replicas",
            "services.web.read_only",
            "services.web.tmpfs",
            "services.web.networks.front.aliases",
            "services.web.depends_on.job",
            "services.web.depends_on.job.required",
            "services.web.x-holdfast.exception",
            "services.price.environment",
            "services.price.mem_limit",
            "services.price.volumes",
            "services.price.volumes",
            "services.price.volumes.tmpfs",
            "volumes.data.external",
            "secrets");
  }

  private void write(String text) throws IOException {
    Files.writeString(directory.resolve("compose.yaml"), text);
  }
}
