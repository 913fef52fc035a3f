package dev.holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.standalone.home.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's script that finds a JDK, run by bash on directories that look like JDKs. */
final class JdkDiscoveryTest {

  private static final String SCRIPT = "tools/launcher/jdk.sh";

  @TempDir private Path machine;

  @Test
  void shouldFindANewJdkAmongOlderOnes() throws Exception {
    jdk("usr/lib/jvm/java-17-openjdk", "17.0.15");
    Path found = jdk("usr/lib/jvm/temurin-25", "25.0.1");

    assertThat(find(Map.of())).isEqualTo(new Commands.Result(0, found.toString()));
  }

  @Test
  void shouldPreferJavaHome() throws Exception {
    jdk("usr/lib/jvm/temurin-25", "25");
    Path chosen = jdk("somewhere/jdk-26", "26-ea");

    assertThat(find(Map.of("JAVA_HOME", chosen.toString())).output()).isEqualTo(chosen.toString());
  }

  @Test
  void shouldPassOverAJavaHomeThatIsTooOld() throws Exception {
    Path old = jdk("usr/lib/jvm/java-21", "21.0.4");
    Path found = jdk("home/.sdkman/candidates/java/25-tem", "25");

    assertThat(find(Map.of("JAVA_HOME", old.toString())).output()).isEqualTo(found.toString());
  }

  @Test
  void shouldPassOverARuntimeWithoutCompiler() throws Exception {
    Path runtime = jdk("opt/jre-25", "25");
    Files.delete(runtime.resolve("bin/javac"));

    assertThat(find(Map.of()).exitCode()).isEqualTo(1);
  }

  @Test
  void shouldFailWithAMessageWhenThereIsNone() throws Exception {
    jdk("usr/lib/jvm/java-17-openjdk", "17.0.15");

    assertThat(find(Map.of()).exitCode()).isEqualTo(1);
    assertThat(bash("no_jdk_message", Map.of()).output()).contains("25", "apt install", "adoptium");
  }

  private Commands.Result find(Map<String, String> environment) throws Exception {
    return bash("find_jdk", environment);
  }

  private Commands.Result bash(String function, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path root = Repository.root();
    List<String> command =
        List.of(
            "env",
            "-i",
            "PATH=/nothing",
            "HOME=" + machine.resolve("home"),
            "HOLDFAST_JDK_ROOT=" + machine,
            "JAVA_HOME=" + environment.getOrDefault("JAVA_HOME", ""),
            "/bin/bash",
            "-euc",
            ". " + root.resolve(SCRIPT) + "; " + function);
    return Commands.run(root, Map.of(), command);
  }

  private Path jdk(String place, String version) throws IOException {
    Path home = machine.resolve(place);
    Files.createDirectories(home.resolve("bin"));
    for (String program : List.of("java", "javac")) {
      Files.createFile(
          home.resolve("bin").resolve(program),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }
}
