package dev.holdfast.schemas.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The key that Holdfast logs in with, as lines of the login user's {@code ~/.ssh/authorized_keys}.
 * A kind of its own beside {@link Resource.AuthorizedKeys}, because the platform has the other half
 * of it: what was rotated is not undone by giving the lines back.
 *
 * @param lines whole lines of the file
 * @param directoryMode octal, of {@code ~/.ssh}
 * @param fileMode octal
 * @param notLines whole lines that the file does not have
 */
public record LoginKeyResource(
    String user,
    List<String> lines,
    @Nullable String directoryMode,
    @Nullable String fileMode,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notLines)
    implements Resource {

  public LoginKeyResource {
    lines = List.copyOf(lines);
    notLines = List.copyOf(Objects.requireNonNullElse(notLines, List.of()));
  }

  @Override
  public String subject() {
    return "login-key:" + user;
  }

  /** The same as lines of the file. */
  public AuthorizedKeys inFile() {
    return new AuthorizedKeys(user, lines, directoryMode, fileMode, notLines);
  }
}
