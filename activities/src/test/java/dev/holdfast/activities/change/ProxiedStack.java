package dev.holdfast.activities.change;

import dev.holdfast.platform.temporal.JsonPayloads;

/** The stack {@code edge}: a web server in Perl behind Debian's HAProxy, and requests to it. */
final class ProxiedStack {
  private static final String SERVES =
      """
      exec perl -MIO::Socket::INET -e '
        $SIG{TERM} = sub { exit };
        $s = IO::Socket::INET->new(Listen => 100, LocalPort => 8080, ReuseAddr => 1) or die;
        while ($c = $s->accept) { while (<$c>) { last if /^\\r?$/ } print $c "HTTP/1.0 200 OK\\r\\n\\r\\nVERSION"; close $c }'
      """;
  private static final String PROXY =
      """
      cat >/tmp/haproxy.cfg <<END
      global
        stats socket ipv4@127.0.0.1:9999 level admin
      defaults
        mode http
        timeout connect 2s
        timeout client 10s
        timeout server 10s
      listen web
        bind :8080
        server web web:8080
      END
      exec haproxy -db -f /tmp/haproxy.cfg
      """;
  private static final String SWITCH =
      "bash -c 'exec 3<>/dev/tcp/127.0.0.1/9999; echo \"set server web/$TOOL addr $ADDRESS\" >&3; grep -q \"changed from\\|no need to change\" <&3'";

  /**
   * A line for each answer that is another one than the one before it, and for each that failed.
   */
  private static final String LOAD =
      """
      use IO::Socket::INET;
      $| = 1;
      while (1) {
        my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1:8088", Timeout => 5);
        my $said = "";
        if ($s) { print $s "GET / HTTP/1.0\\r\\n\\r\\n"; local $/; $said = <$s>; }
        my ($status, $version) = $said =~ m{^HTTP/1.. (\\d+).*?(v\\d)?$}s;
        my $now = ($status // 0) == 200 && $version ? $version : "failed " . ($status // "without an answer");
        print "$now\\n" if $now ne $last || $now =~ /failed/;
        $last = $now;
        select(undef, undef, undef, 0.01);
      }
      """;

  private final StackFixture stack;
  private final String image;

  ProxiedStack(StackFixture stack) {
    this.stack = stack;
    stack.onServer(
        """
        command -v haproxy >/dev/null || DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends haproxy >&2
        systemctl stop haproxy
        cp -r /tmp/stack-tree /tmp/proxy-tree && cd /tmp/proxy-tree
        cp --parents $(ldd /usr/sbin/haproxy /usr/bin/grep | grep -o "/[^ ]*" | tr -d :) /usr/sbin/haproxy /usr/bin/grep .
        ln -f usr/bin/grep bin/grep
        tar -c . | docker import - proxy-tree >/dev/null
        """);
    image = stack.onServer("docker image inspect -f '{{.Id}}' proxy-tree");
  }

  /** The stack with a web server that answers with its version. */
  String version(String version) {
    return input(SERVES.replace("VERSION", version));
  }

  /** With one that ends as soon as it starts. */
  String broken() {
    return input("exit 3");
  }

  private String input(String web) {
    return """
    {"stack": "edge", "tools": {
      "proxy": {"image": "%1$s", "command": ["sh", "-c", %2$s], "ports": ["127.0.0.1:8088:8080"], "dependsOn": ["web"],
                "switchBackend": %3$s},
      "web": {"image": "%4$s", "command": ["sh", "-c", %5$s], "healthcheck": "bash -c ': </dev/tcp/127.0.0.1/8080'"}}}
    """
        .formatted(
            image,
            JsonPayloads.write(PROXY),
            JsonPayloads.write(SWITCH),
            stack.image(),
            JsonPayloads.write(web));
  }

  /** Begins to make a hundred requests a second. */
  void load() {
    stack.onServer(
        """
        cat >/tmp/load.pl <<'END'
        %s
        END
        systemd-run -q --unit load -p StandardOutput=file:/tmp/load.txt perl /tmp/load.pl
        """
            .formatted(LOAD));
  }

  /** Waits until requests are answered by this version. */
  void awaitAnswer(String version) {
    stack.await("[ \"$(tail -n 1 /tmp/load.txt)\" = %s ]".formatted(version));
  }

  /** The requests that failed, in lines, once the load has ended. */
  String failed() {
    return stack.onServer("systemctl stop load; grep failed /tmp/load.txt || true");
  }
}
