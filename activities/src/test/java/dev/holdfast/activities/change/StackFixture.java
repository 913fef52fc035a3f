package dev.holdfast.activities.change;

import dev.holdfast.lab.Lab;
import dev.holdfast.schemas.change.LoginAccount;
import dev.holdfast.schemas.change.Plan;

/** A stack of three tools, made of what a server with an engine has. */
final class StackFixture {
  private static final String SERVER = "docker-1";
  private static final String LISTEN =
      "perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(Listen => 1, LocalPort => 8080) or die; sleep 1 while 1' & ";

  private final Lab lab;
  private final String image;

  StackFixture(Lab lab) {
    this.lab = lab;
    onServer(
        """
        mkdir -p /tmp/stack-tree && cd /tmp/stack-tree
        for p in bash sh cat sleep id touch perl timeout; do
          cp --parents $(ldd $(command -v $p) | grep -o "/[^ ]*") $(command -v $p) .
        done
        cp -r --parents /usr/lib/x86_64-linux-gnu/perl-base .
        [ -d bin ] || mkdir bin
        for p in usr/bin/*; do [ -e bin/${p##*/} ] || ln $p bin/; done
        tar -c . | docker import - stack-tree >/dev/null
        """);
    image = onServer("docker image inspect -f '{{.Id}}' stack-tree");
  }

  String image() {
    return image;
  }

  /**
   * The stack as its file says it.
   *
   * @param web what the tool without a health check runs
   */
  String three(String web) {
    return """
    {"stack": "shop", "tools": {
      "data": {"image": "%1$s", "volumes": ["rows:/data"], "ports": ["127.0.0.1:8083:8080"], "healthcheck": "test -e /data/rows", "environment": {"KEY": "secret://row-key"},
               "command": ["sh", "-c", "trap exit TERM; test -e /data/rows || echo key $KEY >/data/rows; %3$s wait"],
               "exceptions": {"capabilities": {"NET_BIND_SERVICE": "only to see it"}}},
      "api": {"image": "%1$s", "command": ["sh", "-c", "trap exit TERM; %3$s touch /tmp/ready; wait"],
              "healthcheck": "test -e /tmp/ready", "dependsOn": ["data"]},
      "web": {"image": "%1$s", "command": ["sh", "-c", "trap exit TERM; %2$s & wait"], "ports": ["8081:80"], "dependsOn": ["api"]}}}
    """
        .formatted(image, web, LISTEN);
  }

  /**
   * A stack of one tool, {@code one-web}.
   *
   * @param begins what it runs before it works
   */
  String one(String begins) {
    return """
    {"stack": "one", "tools": {"web": {"image": "%s", "volumes": ["rows:/data"], "healthcheck": "test -e /tmp/ready",
      "command": ["sh", "-c", "%s; touch /tmp/ready; sleep 1000 & wait"]}}}
    """
        .formatted(image, begins);
  }

  /** A tool as the files of an existing set-up have it: {@code security-log} with its data. */
  String existing(String version, boolean redeploy) {
    return """
    {"stack": "siem", "names": "tool", "redeploy": %s, "tools": {"log": {"image": "%s", "volumes": ["log-data:/data"],
      "healthcheck": "test -e /data/row", "command": ["sh", "-c", "trap exit TERM; echo %s; sleep 1000 & wait"]}}}
    """
        .formatted(redeploy, image, version);
  }

  /** An image of Debian's docker-registry, called as the one of its makers is; its id. */
  String registry() {
    return debian(
        "registry",
        "docker-registry",
        "printf 'version: 0.1\\nstorage: { filesystem: {} }\\nhttp: { addr: \":5000\" }\\n' >etc/docker/registry/config.yml",
        """
        --change 'ENTRYPOINT ["docker-registry"]' --change 'CMD ["serve", "/etc/docker/registry/config.yml"]'\
        """);
  }

  /** The same of Prometheus. */
  String metrics() {
    return debian(
        "metrics", "prometheus", "true", "--change 'ENTRYPOINT [\"/usr/bin/prometheus\"]'");
  }

  /** The same of Alertmanager. */
  String alerts() {
    return debian(
        "alerts",
        "prometheus-alertmanager",
        "mkdir -p etc/alertmanager && cp etc/prometheus/alertmanager.yml etc/alertmanager/",
        "--change 'ENTRYPOINT [\"/usr/bin/prometheus-alertmanager\"]'");
  }

  /** The same of the blackbox exporter. */
  String probe() {
    return debian(
        "probe",
        "prometheus-blackbox-exporter",
        "true",
        """
        --change 'ENTRYPOINT ["/usr/bin/prometheus-blackbox-exporter"]' --change 'CMD ["--config.file=/etc/prometheus/blackbox.yml"]'\
        """);
  }

  /**
   * An image of a package of Debian, with a shell and wget, which the images of the makers have.
   *
   * @param arrange a script in the root of the image
   * @param changes options of {@code docker import}
   */
  private String debian(String name, String deb, String arrange, String changes) {
    onServer(
        """
        mkdir -p /tmp/%1$s-tree/debs /tmp/%1$s-tree/root/bin && cd /tmp/%1$s-tree/debs
        apt-get -q download %2$s busybox-static >/dev/null
        cd ../root
        for deb in ../debs/*.deb; do dpkg -x "$deb" .; done
        for p in sh wget; do ln -sf busybox bin/$p; done
        cp --parents $(ldd usr/bin/%2$s | grep -o "/[^ ]*") .
        %3$s
        tar -c . | docker import %4$s - %1$s-tree >/dev/null
        """
            .formatted(name, deb, arrange, changes));
    return onServer("docker image inspect -f '{{.Id}}' %s-tree".formatted(name));
  }

  /** The script that makes one group of a plan, as the server gets it. */
  static String script(Plan plan, String group) {
    return new GroupChange(plan.group(group), LoginAccount.named("root")).script();
  }

  /** What hardens a container, as the engine has it. */
  String hardening(String name) {
    return onServer(
            ("docker inspect -f 'ro={{.HostConfig.ReadonlyRootfs}} drop={{.HostConfig.CapDrop}} add={{.HostConfig.CapAdd}}"
                    + " opt={{.HostConfig.SecurityOpt}} user={{.Config.User}} privileged={{.HostConfig.Privileged}}"
                    + " memory={{.HostConfig.Memory}} reserved={{.HostConfig.MemoryReservation}} cpus={{.HostConfig.NanoCpus}}"
                    + " shares={{.HostConfig.CpuShares}} pids={{.HostConfig.PidsLimit}} restart={{.HostConfig.RestartPolicy.Name}}"
                    + " log={{.HostConfig.LogConfig.Type}} {{index .HostConfig.LogConfig.Config \"max-size\"}} {{index .HostConfig.LogConfig.Config \"max-file\"}}"
                    + " net={{.HostConfig.NetworkMode}} pid={{.HostConfig.PidMode}} ipc={{.HostConfig.IpcMode}}"
                    + " tmpfs={{range $at, $how := .HostConfig.Tmpfs}}{{$at}} {{$how}} {{end}}' %s")
                .formatted(name))
        .strip();
  }

  /** What {@link #escapes} says where none succeeds. */
  static final String NO_ESCAPE =
      """
      become root: Operation not permitted
      mount: Operation not permitted
      make a device: Operation not permitted
      user namespace: Operation not permitted
      change root: Operation not permitted
      load a module: Operation not permitted
      kernel setting: Permission denied
      control groups: Permission denied
      engine: No such file or directory
      memory of the server: No such file or directory
      CapEff: 0000000000000000
      NoNewPrivs: 1
      Seccomp: 2
      processes of the server: 0\
      """;

  /** Tries to get out of a container, as its program could. */
  String escapes(String name) {
    return onServer(
        """
        docker exec -i %s perl - <<'END'
        $! = 0; $> = 0; print "become root: $!\\n";
        sub tried { my ($what, $number, @with) = @_; $! = 0; syscall($number, @with) == 0 ? print "$what: done\\n" : print "$what: $!\\n" }
        my ($none, $at, $type) = ("none", "/tmp", "tmpfs");
        tried("mount", 165, $none, $at, $type, 0, 0);
        my $device = "/tmp/device"; tried("make a device", 133, $device, 0060644, 0x100);
        tried("user namespace", 272, 0x10000000);
        tried("change root", 161, $at);
        my $image = "x"; tried("load a module", 175, $image, 1, $image);
        sub opened { my ($what, $path) = @_; print "$what: ", open(my $f, "+<", $path) ? "open" : $!, "\\n" }
        opened("kernel setting", "/proc/sys/kernel/core_pattern");
        my ($groups) = grep { -e } qw(/sys/fs/cgroup/memory/cgroup.procs /sys/fs/cgroup/cgroup.procs);
        opened("control groups", $groups);
        opened("engine", "/var/run/docker.sock");
        opened("memory of the server", "/dev/mem");
        open(S, "<", "/proc/self/status"); while (<S>) { print "$1: $2\\n" if /^(CapEff|NoNewPrivs|Seccomp):\\s+(\\S+)/ }
        print "processes of the server: ", scalar(grep { open(C, "<", "$_/cmdline") && <C> =~ /sshd|dockerd/ } glob("/proc/[0-9]*")), "\\n";
        END
        """
            .formatted(name));
  }

  /**
   * A registry at port 5999 of the server, which refuses each image as its name says; of one whose
   * digest is that of {@code /srv/image/manifest} it sends the layer, half of it, or half of it and
   * then nothing more.
   */
  void registryThatRefuses() {
    onServer(
        """
        mkdir -p /srv/image && cd /srv/image
        layer=$(printf '%064d' 7)
        printf '{"architecture": "amd64", "os": "linux", "rootfs": {"type": "layers", "diff_ids": ["sha256:%s"]}}' "$layer" >config
        printf '{"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json", "config": {"mediaType": "application/vnd.docker.container.image.v1+json", "size": %s, "digest": "sha256:%s"}, "layers": [{"mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip", "size": 4194304, "digest": "sha256:%s"}]}' "$(stat -c %s config)" "$(sha256sum config | cut -c1-64)" "$layer" >manifest
        cat >/srv/refusing.pl <<'END'
        use IO::Socket::INET;
        $SIG{CHLD} = "IGNORE";
        my $s = IO::Socket::INET->new(Listen => 5, LocalAddr => "127.0.0.1", LocalPort => 5999, ReuseAddr => 1) or die;
        sub whole { open(my $f, "<", "/srv/image/$_[0]") or die; local $/; <$f> }
        while (my $c = $s->accept) {
          next if fork;
          # What begins with this byte wants TLS.
          sysread($c, my $asked, 8192) && ord($asked) != 22 or exit;
          my ($how, $type, $said) = ("200 OK", "application/json", "{}");
          ($how, $said) = ("401 Unauthorized", '{"errors": [{"code": "UNAUTHORIZED", "message": "authentication required"}]}') if $asked =~ m{/locked/};
          ($how, $said) = ("404 Not Found", '{"errors": [{"code": "MANIFEST_UNKNOWN", "message": "manifest unknown"}]}') if $asked =~ m{/none/};
          my $manifest = "application/vnd.docker.distribution.manifest.v2+json";
          ($type, $said) = ($manifest, '{"schemaVersion": 2, "mediaType": "' . $manifest . '"}') if $asked =~ m{/other/};
          exit if $asked =~ m{/cut/};
          if ($asked =~ m{/(whole|half|stalled)/}) {
            my $how = $1;
            if ($asked =~ m{/manifests/}) { ($type, $said) = ($manifest, whole("manifest")) }
            elsif ($asked !~ m{/blobs/sha256:0000}) { $said = whole("config") }
            else {
              exit if $asked =~ /^Range:/mi;
              print $c "HTTP/1.1 200 OK\\r\\nContent-Length: 4194304\\r\\nConnection: close\\r\\n\\r\\n", "x" x ($how eq "whole" ? 4 << 20 : 2 << 20);
              $c->flush;
              sleep 60 if $how eq "stalled";
              exit;
            }
          }
          print $c "HTTP/1.1 $how\\r\\nContent-Type: $type\\r\\nContent-Length: ", length($said), "\\r\\nConnection: close\\r\\n\\r\\n",
            $asked =~ /^HEAD/ ? "" : $said;
          exit;
        }
        END
        systemctl is-active -q refusing || systemd-run -q --unit refusing perl /srv/refusing.pl
        """);
    await("ss -Hltn | grep :5999");
  }

  boolean running(String name) {
    return onServer("docker inspect -f '{{.State.Running}}' " + name).equals("true");
  }

  String id(String name) {
    return onServer("docker inspect -f '{{.Id}}' " + name);
  }

  /** Whether a container gets a connection to a tool. */
  boolean reaches(String container, String tool) {
    return onServer(
            "docker exec %s timeout 3 bash -c ': </dev/tcp/%s/8080' 2>/dev/null && echo yes || echo no"
                .formatted(container, tool))
        .equals("yes");
  }

  String inside(String container, String script) {
    return lab.exec(SERVER, "docker", "exec", container, "sh", "-c", script).orThrow().strip();
  }

  /** Runs a script that may fail; returns all that it printed, and how it ended. */
  String run(String script) {
    return lab.exec(
            SERVER, "sh", "-c", "exec 2>&1; sh -c \"$1\"; echo \"ended with $?\"", "sh", script)
        .orThrow()
        .strip();
  }

  /** Waits until a command succeeds, for 30 s at most. */
  void await(String command) {
    onServer(
        "for _ in $(seq 150); do { %s; } >/dev/null 2>&1 && exit; sleep 0.2; done; echo '%s' >&2; exit 1"
            .formatted(command, command.replace("'", "")));
  }

  String onServer(String script) {
    return lab.exec(SERVER, "sh", "-c", script).orThrow().strip();
  }
}
