package dev.holdfast.activities.files;

import dev.holdfast.activities.digest.Sha256;
import dev.holdfast.activities.resource.Changes;
import dev.holdfast.activities.resource.Diffs;
import dev.holdfast.activities.resource.FactsFragment;
import dev.holdfast.activities.resource.Guard;
import dev.holdfast.activities.resource.Inverse;
import dev.holdfast.activities.resource.ResourceHandler;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.FileFacts;
import dev.holdfast.schemas.change.FilePaths;
import dev.holdfast.schemas.change.FileResource;
import dev.holdfast.schemas.change.LoginAccount;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes whole files and symbolic links, and removes them; what was there before is in the change.
 */
public final class FileHandler implements ResourceHandler<FileResource> {

  @Override
  public Optional<Change> compare(FileResource desired, Facts facts) {
    FileResource present = present(desired, facts);
    if (desired.type() == FileResource.Type.ABSENT) {
      return Optional.ofNullable(present).map(FileHandler::removal);
    }
    FileResource wanted = complete(desired, present);
    return same(wanted, present) ? Optional.empty() : Optional.of(setting(present, wanted));
  }

  /** What is there, as it is to be put back; null where there is nothing. */
  private static @Nullable FileResource present(FileResource about, Facts facts) {
    FileFacts there =
        Objects.requireNonNull(facts.kinds().find(FileFacts.class, about.path()), about.path());
    if (there.isNothing()) {
      return null;
    }
    FileResource present =
        new FileResource(
            about.path(),
            there.isLink() ? FileResource.Type.LINK : FileResource.Type.FILE,
            there.base64(),
            there.target(),
            owner(about, there, facts),
            group(about, there, facts),
            there.isLink() ? null : there.mode(),
            null,
            false);
    return present.expecting(FileScript.seen(present, there.uid(), there.gid()));
  }

  /** The owner's name, or that which is wanted where it has the same number. */
  private static String owner(FileResource desired, FileFacts there, Facts facts) {
    Facts.User wanted = desired.owner() == null ? null : facts.users().get(desired.owner());
    return wanted != null && wanted.uid() == there.uid() ? wanted.name() : there.owner();
  }

  private static String group(FileResource desired, FileFacts there, Facts facts) {
    Facts.Group wanted = desired.group() == null ? null : facts.groups().get(desired.group());
    return wanted != null && wanted.gid() == there.gid() ? wanted.name() : there.group();
  }

  /** What is left open stays as it is, or is what a new file gets. */
  private static FileResource complete(FileResource desired, @Nullable FileResource present) {
    boolean file = desired.type() == FileResource.Type.FILE;
    return new FileResource(
        desired.path(),
        desired.type(),
        desired.base64(),
        desired.target(),
        first(desired.owner(), present == null ? null : present.owner(), "root"),
        first(desired.group(), present == null ? null : present.group(), "root"),
        file ? first(desired.mode(), present == null ? null : present.mode(), "644") : null,
        null,
        desired.attributesKept(),
        desired.hidden(),
        null);
  }

  private static String first(@Nullable String... values) {
    return Stream.of(values).filter(Objects::nonNull).findFirst().orElseThrow();
  }

  private static boolean same(@Nullable FileResource one, @Nullable FileResource other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return one.type() == other.type()
        && Objects.equals(one.base64(), other.base64())
        && Objects.equals(one.target(), other.target())
        && Objects.equals(one.owner(), other.owner())
        && Objects.equals(one.group(), other.group())
        && Objects.equals(one.mode(), other.mode());
  }

  private static Change setting(@Nullable FileResource present, FileResource wanted) {
    String what = wanted.type() == FileResource.Type.LINK ? "link " : "file ";
    return Changes.of(
        (present == null ? "Create " : "Change ") + what + wanted.path(),
        risk(wanted.path()),
        diff(wanted.path(), present, wanted),
        present,
        wanted.expecting(present == null ? FileScript.NOTHING : expected(present)));
  }

  private static Change removal(FileResource present) {
    return Changes.removal(
        "Remove %s %s"
            .formatted(present.type() == FileResource.Type.LINK ? "link" : "file", present.path()),
        Change.Risk.MEDIUM,
        diff(present.path(), present, null),
        present);
  }

  private static String expected(FileResource present) {
    return Objects.requireNonNull(present.expected(), present.path());
  }

  private static Change.Risk risk(String path) {
    return FilePaths.decidesAccess(path) ? Change.Risk.LOCK_OUT : Change.Risk.MEDIUM;
  }

  static String diff(String path, @Nullable FileResource before, @Nullable FileResource after) {
    return Diffs.unified(
        path, before == null ? null : text(before), after == null ? null : text(after));
  }

  private static String text(FileResource file) {
    if (file.type() == FileResource.Type.LINK) {
      return "# %s:%s\n-> %s\n".formatted(file.owner(), file.group(), file.target());
    }
    return "# %s:%s %s\n%s".formatted(file.owner(), file.group(), file.mode(), readable(file));
  }

  private static String readable(FileResource file) {
    if (file.hidden() != null) {
      return file.hidden().shown();
    }
    if (file.base64() == null) {
      return "# too large to show\n";
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file.content())).toString();
    } catch (CharacterCodingException e) {
      return "# %d bytes that are not text, SHA-256 %s\n"
          .formatted(file.content().length, Sha256.hex(file.content()));
    }
  }

  @Override
  public String apply(FileResource desired) {
    return FileScript.write(desired);
  }

  @Override
  public String remove(FileResource there) {
    return FileScript.remove(there);
  }

  @Override
  public Guard guard(Change change, LoginAccount login) {
    String path = ((FileResource) change.resource()).path();
    return FilePaths.decidesAccess(path) ? Guard.ofFile(path, FileScript.staged(path)) : Guard.NONE;
  }

  @Override
  public List<FactsFragment> facts() {
    return List.of(new FileFragment());
  }

  @Override
  public FactsQuery query(FileResource file) {
    return FactsQuery.of("file", List.of(file.path()))
        .and(FactsQuery.users(Stream.ofNullable(file.owner()).toList()))
        .and(FactsQuery.groups(Stream.ofNullable(file.group()).toList()));
  }

  @Override
  public Inverse undo(Change change, Inverse.Context context) {
    FileResource resource = (FileResource) change.resource();
    FileResource before = (FileResource) change.before();
    FileFacts there =
        Objects.requireNonNull(
            context.facts().kinds().find(FileFacts.class, resource.path()), resource.path());
    if (there.through() != null || !(there.isNothing() || there.isFile() || there.isLink())) {
      return Inverse.changedSince(resource.path());
    }
    FileResource present = present(resource, context.facts());
    if (same(present, before)) {
      return Inverse.NOTHING;
    }
    if (!same(present, (FileResource) change.desired())) {
      return Inverse.changedSince(resource.path());
    }
    if (before == null) {
      return new Inverse.By(removal(Objects.requireNonNull(present)));
    }
    return new Inverse.By(setting(present, present == null ? kept(before) : before));
  }

  /** As it was before its removal, which kept its attributes on the server. */
  private static FileResource kept(FileResource removed) {
    return new FileResource(
        removed.path(),
        removed.type(),
        removed.base64(),
        removed.target(),
        removed.owner(),
        removed.group(),
        removed.mode(),
        null,
        true);
  }
}
