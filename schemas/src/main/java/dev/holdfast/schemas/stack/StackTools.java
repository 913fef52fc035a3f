package dev.holdfast.schemas.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The catalogue of tools: stacks that are ready to be pinned, changed and deployed. */
public final class StackTools {
  private StackTools() {}

  /**
   * One of them.
   *
   * @param name also that of its stack
   * @param stack its file, a stack in YAML, whose image has a tag and no digest
   * @param guide what a person has to know, in Markdown: the title, and a line that says what it is
   *     for, come first
   */
  public record StackTool(String name, String stack, String guide) {
    public String title() {
      return line(0).replaceFirst("^# *", "");
    }

    public String purpose() {
      return line(1);
    }

    private String line(int number) {
      return guide.lines().skip(number).findFirst().orElse("");
    }
  }

  /** All of them, by name. */
  public static List<StackTool> all() {
    return resource("index").lines().map(StackTools::read).toList();
  }

  public static Optional<StackTool> find(String name) {
    return resource("index").lines().filter(name::equals).findFirst().map(StackTools::read);
  }

  private static StackTool read(String name) {
    return new StackTool(name, resource(name + ".yaml"), resource(name + ".md"));
  }

  private static String resource(String name) {
    try (InputStream in = StackTools.class.getResourceAsStream("tools/" + name)) {
      return new String(
          Objects.requireNonNull(in, () -> "tools/" + name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
