package dev.holdfast.activities.journal;

import dev.holdfast.activities.digest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A shell program that is put on servers under the hash of its content, so that every version finds
 * its own and none is ever overwritten.
 */
public record ServerProgram(String text, String hash) {
  private static final String DIRECTORY = "/var/lib/holdfast/bin";

  /** Reads the program from a resource beside a class. */
  public static ServerProgram resource(Class<?> beside, String name) {
    return of(text(beside, name));
  }

  /**
   * Reads the program from resources beside a class, of which all but the last hold functions;
   * their comments stay here, because a shell reads the whole text at every start.
   */
  static ServerProgram assembled(Class<?> beside, String... names) {
    return of(
        Arrays.stream(names)
            .flatMap(name -> text(beside, name).lines())
            .filter(line -> !line.stripLeading().startsWith("#"))
            .map(line -> line + "\n")
            .collect(Collectors.joining()));
  }

  private static ServerProgram of(String text) {
    return new ServerProgram(text, Sha256.hex(text));
  }

  /** The text of a resource beside a class. */
  public static String text(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it is on a server. */
  public String path() {
    return DIRECTORY + "/" + hash + ".sh";
  }

  int length() {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * One line of POSIX sh that reads the program from standard input, puts it in place unless it is
   * there, whole or not at all, and otherwise does {@code orElse}.
   */
  public String installation(String orElse) {
    return "u=$(umask); umask 077; d=%s; f=%s; dd='dd bs=%d count=1 iflag=fullblock status=none'; "
            .formatted(DIRECTORY, path(), length())
        + "if test -s $f; then $dd of=/dev/null; "
        + "elif mkdir -p $d && t=$(mktemp $d/new.XXXXXX) && { $dd of=$t && "
        + "test \"$(sha256sum <$t)\" = '%s  -' && sync $t && mv -f $t $f || { rm -f $t; false; }; }; then :; "
            .formatted(hash)
        + "else "
        + orElse
        + "; fi; umask $u";
  }
}
