package dev.holdfast.activities.sshd;

import dev.holdfast.activities.resource.Fragments;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.Resource.Sshd;
import dev.holdfast.schemas.change.Resource.Sshd.ConfigFile;
import java.util.Objects;

/**
 * The shell code that makes a copy of sshd's configuration with the new files in it.
 *
 * <p>It needs the function {@code content_of}, leaves the names of the daemon and of the copy's
 * main file in {@code $daemon} and {@code $candidate/sshd_config}, and removes the copy at the end
 * of the shell.
 */
public final class SshdCandidate {
  private static final String COPY =
      """
      daemon=$(command -v sshd)
      mkdir -p /run/sshd
      candidate=$(mktemp -d /run/holdfast-sshd.XXXXXX)
      trap 'rm -rf -- "$candidate"' EXIT
      cp -a /etc/ssh/sshd_config "$candidate/"
      mkdir -p "$candidate/sshd_config.d" /etc/ssh/sshd_config.d
      cp -a /etc/ssh/sshd_config.d/. "$candidate/sshd_config.d/"

      # try PATH BASE64
      try() { content_of "$2" >"$candidate/${1#/etc/ssh/}"; }
      # without PATH
      without() { rm -f -- "$candidate/${1#/etc/ssh/}"; }

      """;
  private static final String INCLUDES =
      """
      sed -i -E "s#^([[:space:]]*include[[:space:]=]+\\"?)(/etc/ssh/)?sshd_config\\.d/#\\1$candidate/sshd_config.d/#I" \\
        "$candidate/sshd_config"
      """;

  private SshdCandidate() {}

  /** The code for these files; the copy is not yet checked. */
  public static String of(Sshd desired) {
    StringBuilder script = new StringBuilder(COPY);
    for (ConfigFile file : desired.files()) {
      script
          .append(
              file.content() == null
                  ? "without " + Quoting.quote(file.path())
                  : "try " + Quoting.words(file.path(), base64(file)))
          .append('\n');
    }
    return script.append(INCLUDES).toString();
  }

  static String base64(ConfigFile file) {
    return Fragments.base64(Objects.requireNonNull(file.content(), file.path()));
  }
}
