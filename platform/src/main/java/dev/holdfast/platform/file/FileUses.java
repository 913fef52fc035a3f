package dev.holdfast.platform.file;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.holdfast.platform.atrest.KeyedDigests;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Which stored files operations name in their inputs: they are kept as long as these need them. */
public final class FileUses {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private FileUses() {}

  /** What a file that the input names may be stored under, whatever kind of input it is. */
  public static List<String> namedIn(String input, KeyedDigests digests) {
    Set<String> found = new LinkedHashSet<>();
    Matcher matcher = SHA256.matcher(input);
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found.stream()
        .flatMap(sha256 -> Stream.of(sha256, FileContent.digest(sha256, digests)))
        .toList();
  }

  /** Records the uses of an operation in the transaction that stores its input. */
  public static void record(Handle handle, String operation, List<String> named) {
    if (!named.isEmpty()) {
      handle
          .createUpdate(
              """
              insert into operation_files (operation, file)
              select :operation, id from files
              where sha256 = any(:named) and organisation_id =
                (select organisation_id from operations where id = :operation)
              on conflict do nothing
              """)
          .bind("operation", operation)
          .bindArray("named", String.class, named)
          .execute();
    }
  }
}
