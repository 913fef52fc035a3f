package dev.holdfast.standalone.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How to start another JVM of the platform. */
public final class Jvm {

  private static final String MAIN = "dev.holdfast.standalone.Main";

  private Jvm() {}

  /**
   * The command of a platform process up to its arguments, with the options and the class path of
   * the file that the launcher names in {@code HOLDFAST_PLATFORM_OPTIONS}.
   */
  public static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String options = System.getenv("HOLDFAST_PLATFORM_OPTIONS");
    if (options != null && !options.isBlank()) {
      command.add("@" + options);
    } else {
      command.addAll(
          List.of("-XX:+UseSerialGC", "-Xmx320m", "-cp", System.getProperty("java.class.path")));
    }
    command.add(MAIN);
    return List.copyOf(command);
  }

  /** Tells one build of the application from another. */
  public static String build() {
    return String.join(" ", command());
  }
}
