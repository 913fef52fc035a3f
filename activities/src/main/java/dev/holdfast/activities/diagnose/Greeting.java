package dev.holdfast.activities.diagnose;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What answers at a port. */
sealed interface Greeting {
  /** OpenSSH gives up after that many bytes as well. */
  int LONGEST = 8 << 10;

  /**
   * An SSH server.
   *
   * @param protocol {@code 2.0}
   * @param software such as {@code OpenSSH_9.2p1}
   * @param comment such as {@code Debian-2+deb12u3}; blank if there is none
   */
  record Ssh(String protocol, String software, String comment) implements Greeting {
    private static final Pattern OPENSSH = Pattern.compile("OpenSSH_(\\d+)\\.(\\d+).*");

    /** Whether it is an OpenSSH older than this one. */
    boolean olderThan(int major, int minor) {
      Matcher version = OPENSSH.matcher(software);
      if (!version.matches()) {
        return false;
      }
      int itsMajor = Integer.parseInt(version.group(1));
      return itsMajor < major || (itsMajor == major && Integer.parseInt(version.group(2)) < minor);
    }

    /** Whether it speaks the protocol that everybody speaks. */
    boolean speaksTwo() {
      return protocol.equals("2.0") || protocol.equals("1.99");
    }
  }

  /** Something that is no SSH server, with the first line that it said. */
  record Other(String firstLine) implements Greeting {}

  /** The connection was closed without a word. */
  record Closed() implements Greeting {}

  /** The connection is open and nothing comes. */
  record Silent() implements Greeting {}

  /** Reads up to the end of the line with the greeting and no byte further. */
  static Greeting read(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    String first = "";
    try {
      for (int count = 0; count < LONGEST; count++) {
        int next = in.read();
        if (next >= 0 && next != '\n') {
          line.write(next);
          continue;
        }
        String text = printable(line);
        if (next == '\n' && text.startsWith("SSH-")) {
          return ssh(text);
        }
        first = first.isBlank() ? text : first;
        if (next < 0 || first.startsWith("HTTP/")) {
          break;
        }
        line.reset();
      }
      first = first.isBlank() ? printable(line) : first;
    } catch (SocketTimeoutException e) {
      first = first.isBlank() ? printable(line) : first;
      return first.isBlank() ? new Silent() : new Other(first);
    } catch (SocketException e) {
      first = first.isBlank() ? printable(line) : first;
    }
    return first.isBlank() ? new Closed() : new Other(first);
  }

  private static Greeting ssh(String line) {
    String[] parts = line.split("-", 3);
    if (parts.length < 3) {
      return new Other(line);
    }
    String[] words = parts[2].split(" ", 2);
    return new Ssh(parts[1], words[0], words.length > 1 ? words[1] : "");
  }

  private static String printable(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.ISO_8859_1).stripTrailing().replaceAll("[^ -~]", "?");
  }
}
