package dev.holdfast.activities.files;

import dev.holdfast.activities.digest.Sha256;
import dev.holdfast.activities.secret.SecretValues;
import dev.holdfast.activities.step.Failures;
import dev.holdfast.platform.atrest.KeyedDigests;
import dev.holdfast.platform.atrest.SealedContents;
import dev.holdfast.platform.namedsecret.NamedSecret;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FileFacts;
import dev.holdfast.schemas.change.FileResource;
import dev.holdfast.schemas.change.HiddenContent;
import dev.holdfast.schemas.change.Resource;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.secret.SecretReference;
import dev.holdfast.schemas.server.ServerNames;
import dev.holdfast.schemas.step.Step;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps contents of files that hold secrets out of plans and ledgers: there they are references, a
 * keyed digest, or encrypted; they are revealed where they are compared and written. Thread-safe.
 */
public final class HiddenFiles {
  /** What is there may have so many bytes, to be kept for an undo. */
  private static final int LARGEST = 256 << 10;

  /** Shorter values are found in many a file that has nothing to do with them. */
  private static final int SHORTEST = 6;

  private static final String PURPOSE = "hidden-content";
  private static final String DIGEST = "hidden";

  private final SecretValues secrets;
  private final SealedContents sealed;
  private final KeyedDigests digests;
  private final StoredContents stored;

  public HiddenFiles(
      SecretValues secrets, SealedContents sealed, KeyedDigests digests, StoredContents stored) {
    this.secrets = secrets;
    this.sealed = sealed;
    this.digests = digests;
    this.stored = stored;
  }

  /**
   * What is desired, with its content from the platform's store, or with the values of its secrets.
   *
   * @throws IllegalArgumentException if a reference is none
   * @throws io.temporal.failure.ApplicationFailure of type BAD_INPUT if there is no such secret, or
   *     no such file
   */
  public Resource desired(Step step, Resource desired) {
    return desired instanceof FileResource file && file.hidden() != null
        ? made(step, file, file.hidden())
        : stored.desired(ServerNames.organisation(step.server()), desired);
  }

  private FileResource made(Step step, FileResource file, HiddenContent hidden) {
    var content = new ByteArrayOutputStream();
    List<String> parts = new ArrayList<>(hidden.parts());
    for (int i = 0; i < parts.size(); i++) {
      if (HiddenContent.isReference(i)) {
        SecretReference reference = SecretReference.of(parts.get(i));
        NamedSecret.Value value = secrets.read(step, reference);
        content.writeBytes(value.bytes());
        parts.set(i, reference.at(value.version()).toString());
      } else {
        content.writeBytes(parts.get(i).getBytes(StandardCharsets.UTF_8));
      }
    }
    if (content.size() > LARGEST) {
      throw new IllegalArgumentException(
          "files: %s: it has more than 256 KiB with its secrets".formatted(file.path()));
    }
    byte[] bytes = content.toByteArray();
    return file.with(base64(bytes), new HiddenContent(parts, digest(bytes), null));
  }

  /** Conceals what is planned for a server. */
  public Concealment of(String server) {
    return new Concealment(secrets.usedOn(server));
  }

  /** Knows the secrets of one server. */
  public final class Concealment {
    private final Collection<byte[]> known;

    private Concealment(Collection<byte[]> known) {
      this.known = known;
    }

    /** A change without the contents that hold secrets, to be stored and shown. */
    public Change of(Change change) {
      return concealed(change, file -> file.hidden() != null || holdsOne(file, known));
    }

    /** The inverse of a change, without contents where that had none. */
    public Change of(Change undone, Change undo) {
      return isHidden(undone) ? concealed(undo, _ -> true) : of(undo);
    }
  }

  private static boolean isHidden(Change change) {
    return files(change).anyMatch(file -> file.hidden() != null);
  }

  private Change concealed(Change change, Predicate<FileResource> secret) {
    // Where one side is hidden both are: else the other would tell what they have in common.
    if (files(change).noneMatch(secret)) {
      return change;
    }
    FileResource before = concealed((FileResource) change.before());
    FileResource desired = concealed((FileResource) change.desired());
    return new Change(
        change.id(),
        change.action(),
        change.title(),
        FileHandler.diff(((FileResource) change.resource()).path(), before, desired),
        change.risk(),
        before,
        desired);
  }

  private @Nullable FileResource concealed(@Nullable FileResource file) {
    if (file == null) {
      return null;
    }
    FileResource shown =
        file.expected() == null ? file : file.expecting(withDigest(file.expected(), DIGEST));
    HiddenContent hidden = file.hidden();
    if (file.base64() == null || (hidden != null && !hidden.parts().isEmpty())) {
      return shown.with(null, hidden);
    }
    byte[] content = file.content();
    return shown.with(
        null, new HiddenContent(List.of(), digest(content), sealed.seal(file.subject(), content)));
  }

  /**
   * A change as it is to be made: with the contents that were planned.
   *
   * @throws io.temporal.failure.ApplicationFailure of type BAD_INPUT if a secret has become another
   *     since, or is gone
   */
  public Change revealed(Step step, Change change) {
    if (!isHidden(change)) {
      return change;
    }
    FileResource before = opened((FileResource) change.before());
    FileResource desired = opened((FileResource) change.desired());
    HiddenContent planned = desired == null ? null : desired.hidden();
    if (desired != null && planned != null && !planned.parts().isEmpty()) {
      desired = made(step, desired, planned);
      if (!planned.equals(desired.hidden())) {
        throw Failures.of(
            FailureType.BAD_INPUT,
            desired.path() + ": a secret of it was changed since the plan was made; run it again");
      }
    }
    return revealed(change, before, desired);
  }

  /**
   * A change as it is to be undone: what it wrote counts as known if that is what is there.
   *
   * @param facts of the server, as it is now
   */
  public Change undoable(Change change, Facts facts) {
    if (!isHidden(change)) {
      return change;
    }
    FileResource desired = (FileResource) change.desired();
    if (desired != null && desired.hidden() != null && !desired.hidden().parts().isEmpty()) {
      FileFacts there = facts.kinds().find(FileFacts.class, desired.path());
      String present = there == null ? null : there.base64();
      boolean same =
          present != null
              && digest(Base64.getDecoder().decode(present)).equals(desired.hidden().digest());
      // Else something that is not there: it has been changed since.
      desired = desired.with(same ? present : base64(new byte[] {0}), desired.hidden());
    } else {
      desired = opened(desired);
    }
    return revealed(change, opened((FileResource) change.before()), desired);
  }

  private static Change revealed(
      Change change, @Nullable FileResource before, @Nullable FileResource desired) {
    String now = before == null || before.base64() == null ? null : Sha256.hex(before.content());
    return new Change(
        change.id(),
        change.action(),
        change.title(),
        change.diff(),
        change.risk(),
        expecting(before, now),
        expecting(desired, now));
  }

  private static @Nullable FileResource expecting(
      @Nullable FileResource file, @Nullable String digest) {
    return file == null || file.expected() == null || digest == null
        ? file
        : file.expecting(withDigest(file.expected(), digest));
  }

  private @Nullable FileResource opened(@Nullable FileResource file) {
    if (file == null || file.hidden() == null || file.hidden().sealed() == null) {
      return file;
    }
    byte[] content = sealed.open(file.subject(), file.hidden().sealed());
    return file.with(base64(content), file.hidden());
  }

  /**
   * What {@code seen} of a file says ends with the digest of its content, which could be guessed.
   */
  private static String withDigest(String seen, String digest) {
    return seen.startsWith("file ") ? seen.replaceFirst("\\S+$", digest) : seen;
  }

  private static Stream<FileResource> files(Change change) {
    return Stream.of(Optional.ofNullable(change.before()), Optional.ofNullable(change.desired()))
        .flatMap(Optional::stream)
        .filter(FileResource.class::isInstance)
        .map(FileResource.class::cast);
  }

  private static boolean holdsOne(FileResource file, Collection<byte[]> known) {
    if (file.base64() == null) {
      return false;
    }
    String content = latin(file.content());
    return known.stream()
        .filter(value -> value.length >= SHORTEST)
        .anyMatch(value -> content.contains(latin(value)));
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private String digest(byte[] content) {
    return digests.of(PURPOSE, Sha256.hex(content));
  }
}
