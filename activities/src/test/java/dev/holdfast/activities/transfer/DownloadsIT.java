package dev.holdfast.activities.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.fetch.FetchInput;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.transfer.TransferActivities.Fetched;
import dev.holdfast.schemas.transfer.Via;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@LabTest
final class DownloadsIT {
  private static final String DIR = "/home/debian/down";

  private final Lab lab;
  private final Server server;
  private final Ssh ssh;

  DownloadsIT(Lab lab, LabServer labServer) {
    this.lab = lab;
    this.server = LabFixture.server(labServer);
    this.ssh = LabFixture.ssh(labServer);
  }

  @BeforeEach
  void clean() {
    on("rm -rf " + DIR + " && install -d -o debian -g debian " + DIR);
  }

  @AfterEach
  void close() {
    ssh.close();
    on("rm -rf " + DIR);
  }

  @ParameterizedTest
  @EnumSource(Via.class)
  void shouldFetchByEveryChannel(Via via) {
    on(
        "cd "
            + DIR
            + " && head -c 5000001 /dev/urandom >\"it's größe\" && chmod 640 it* && chown debian it*");
    BytesReceipt receipt = new BytesReceipt(0);

    Fetched fetched = fetch(DIR + "/it's größe", via, receipt);

    assertThat(receipt.bytes()).hasSize(5_000_001);
    assertThat(on("cd " + DIR + " && cat it* | sha256sum")).startsWith(fetched.sha256());
    assertThat(receipt.complete()).isEqualTo(fetched.sha256());
    assertThat(fetched.mode()).isEqualTo("640");
    assertThat(fetched.via()).isEqualTo(via);
  }

  @ParameterizedTest
  @EnumSource(Via.class)
  void shouldFetchAnEmptyFile(Via via) {
    on("touch " + DIR + "/empty");
    BytesReceipt receipt = new BytesReceipt(0);

    fetch(DIR + "/empty", via, receipt);

    assertThat(receipt.bytes()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Via.class)
  void shouldGoOnAfterItsWorkerDied(Via via) {
    on("head -c 30000000 /dev/urandom >" + DIR + "/file");
    BytesReceipt receipt = new BytesReceipt(20_000_000);
    assertThatThrownBy(() -> fetch(DIR + "/file", via, receipt))
        .hasStackTraceContaining("as if the worker died");
    long kept = receipt.there();
    assertThat(kept).isGreaterThan(10_000_000);

    Fetched fetched = fetch(DIR + "/file", via, receipt);

    assertThat(on("sha256sum <" + DIR + "/file")).startsWith(fetched.sha256());
    assertThat(receipt.startedAt()).isEqualTo(via == Via.SCP ? 0 : kept);
  }

  @Test
  void shouldFetchAsRoot() {
    BytesReceipt receipt = new BytesReceipt(0);

    Fetched fetched =
        new Downloads(ssh)
            .fetch(server, new FetchInput("/etc/shadow", true, null), receipt, BytesReceipt.NOBODY);

    assertThat(fetched.via()).isEqualTo(Via.STREAM);
    assertThat(on("sha256sum </etc/shadow")).startsWith(fetched.sha256());
  }

  @Test
  void shouldFetchADirectory() throws IOException {
    on(
        "cd "
            + DIR
            + " && mkdir -p 'a b/sub' && echo one >'a b/größe' && head -c 3000000 /dev/urandom >'a b/sub/big'"
            + " && ln -s ../x 'a b/link' && chown -R debian:debian .");
    BytesReceipt receipt = new BytesReceipt(0);

    Fetched fetched = fetch(DIR + "/a b/", null, receipt);

    assertThat(members(receipt.bytes()))
        .containsExactlyInAnyOrder("./", "./größe", "./sub/", "./sub/big", "./link");
    assertThat(fetched.size()).isEqualTo(receipt.bytes().length);
    assertThat(fetched.sha256()).isEqualTo(receipt.complete());
    assertThat(fetched.via()).isEqualTo(Via.STREAM);
    assertThat(fetched.warnings()).isEmpty();
  }

  @Test
  void shouldFetchADirectoryAsRootOnly() throws IOException {
    on("cd " + DIR + " && echo mine >mine && install -m 600 /dev/null root && chown debian mine");
    assertRefused("--sudo reads it as root", DIR + "/");
    BytesReceipt receipt = new BytesReceipt(0);

    new Downloads(ssh)
        .fetch(server, new FetchInput(DIR + "/", true, null), receipt, BytesReceipt.NOBODY);

    assertThat(members(receipt.bytes())).contains("./mine", "./root");
  }

  /** Writers do not stop for us: what is there has arrived, and it is said of which file. */
  @Test
  void shouldTellWhatWasWrittenToMeanwhile() throws IOException {
    on(
        "cd "
            + DIR
            + " && head -c 200000000 /dev/zero >a.log && chown debian a.log"
            + " && (timeout 20 sh -c 'while echo more >>a.log; do :; done' >/dev/null 2>&1 &)");
    BytesReceipt receipt = new BytesReceipt(0);
    try {
      Fetched fetched = fetch(DIR + "/", null, receipt);

      assertThat(fetched.warnings())
          .singleElement()
          .isEqualTo("tar: ./a.log: file changed as we read it");
      assertThat(members(receipt.bytes())).contains("./a.log");
    } finally {
      on("pkill -f '[w]hile echo more' || true");
    }
  }

  private static List<String> members(byte[] archive) throws IOException {
    List<String> names = new ArrayList<>();
    try (TarArchiveInputStream entries =
        new TarArchiveInputStream(new ByteArrayInputStream(archive), "UTF-8")) {
      for (var entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }

  @Test
  void shouldSayWhyItCannotRead() {
    on("mkdir " + DIR + "/dir");
    assertRefused("there is no " + DIR + "/none", DIR + "/none");
    assertRefused("with / at its end", DIR + "/dir");
    assertRefused("there is no", DIR + "/none/");
    assertRefused("is not a regular file", "/dev/null");
    assertRefused("may not be read by debian", "/etc/shadow");
  }

  private Fetched fetch(String path, @Nullable Via via, BytesReceipt receipt) {
    return new Downloads(ssh)
        .fetch(server, new FetchInput(path, false, via), receipt, BytesReceipt.NOBODY);
  }

  private void assertRefused(String message, String path) {
    assertThatThrownBy(() -> fetch(path, null, new BytesReceipt(0)))
        .asInstanceOf(type(SshException.class))
        .satisfies(e -> {
          assertThat(e.type()).as(e.getMessage()).isEqualTo(FailureType.REFUSED);
          assertThat(e).hasMessageContaining(message);
        });
  }

  private String on(String script) {
    return LabFixture.onServer(lab, script);
  }
}
