package dev.holdfast.workflows.serversetup;

import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.FileFacts;
import dev.holdfast.schemas.change.FilePaths;
import dev.holdfast.schemas.change.FileResource;
import dev.holdfast.schemas.change.Resource;
import dev.holdfast.schemas.serversetup.FileInput;
import dev.holdfast.schemas.serversetup.ServerSetupInput;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What server-setup wants of files, and what speaks against it. */
final class ServerSetupFiles {
  private final ServerSetupInput input;
  private final Facts facts;
  private final List<Resource> open = new ArrayList<>();
  private final List<Resource> access = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();

  private ServerSetupFiles(ServerSetupInput input, Facts facts) {
    this.input = input;
    this.facts = facts;
  }

  static ServerSetupFiles of(ServerSetupInput input, Facts facts) {
    ServerSetupFiles files = new ServerSetupFiles(input, facts);
    input.files().forEach(files::file);
    return files;
  }

  static FactsQuery query(List<FileInput> files) {
    return FactsQuery.of("file", files.stream().map(FileInput::path).toList())
        .and(
            FactsQuery.users(
                files.stream().map(FileInput::owner).filter(Objects::nonNull).toList()))
        .and(
            FactsQuery.groups(
                files.stream().map(FileInput::group).filter(Objects::nonNull).toList()));
  }

  /** Files whose faults keep nobody out. */
  List<Resource> open() {
    return open;
  }

  /** Files that decide who gets in. */
  List<Resource> access() {
    return access;
  }

  List<String> refusals() {
    return refusals;
  }

  private void file(FileInput file) {
    FileFacts there =
        Objects.requireNonNull(facts.kinds().find(FileFacts.class, file.path()), file.path());
    if (refused(file, there)) {
      return;
    }
    (FilePaths.decidesAccess(file.path()) ? access : open).add(resource(file, there));
  }

  private FileResource resource(FileInput file, FileFacts there) {
    if (file.absent()) {
      return FileResource.absent(file.path());
    }
    if (file.link() != null) {
      return FileResource.link(file.path(), file.link(), file.owner(), file.group());
    }
    if (file.stored() != null) {
      return FileResource.stored(
          file.path(), file.stored(), file.owner(), file.group(), file.mode());
    }
    List<String> parts = file.edits() ? List.of(edited(file, there)) : file.parts();
    return FileResource.file(file.path(), parts, file.owner(), file.group(), file.mode());
  }

  private String edited(FileInput file, FileFacts there) {
    String text = text(there);
    try {
      return FileEdits.edited(text, file.lines(), file.blocks());
    } catch (IllegalArgumentException e) {
      refuse(file, String.valueOf(e.getMessage()));
      return text;
    }
  }

  private static String text(FileFacts there) {
    return new String(bytes(there), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(FileFacts there) {
    return Base64.getDecoder().decode(Objects.requireNonNullElse(there.base64(), ""));
  }

  private boolean refused(FileInput file, FileFacts there) {
    int before = refusals.size();
    String path = file.path();
    String directory = path.substring(0, Math.max(1, path.lastIndexOf('/')));
    if (there.through() != null) {
      refuse(file, "its directory is really " + there.through() + "; name that");
    } else if (there.isNothing()
        && !file.absent()
        && !there.above().equals(directory)
        && !made(directory)) {
      refuse(file, "the directory " + directory + " does not exist; add it to directories");
    }
    if (there.type().equals("directory")
        || input.directories().stream().anyMatch(d -> d.path().equals(path))) {
      refuse(file, "it is a directory; name a file, or move the directory away");
    } else if (there.type().equals("other")) {
      refuse(file, "it is neither a file nor a symbolic link; move it away");
    } else if (there.isLink() && file.edits()) {
      refuse(file, "it is a symbolic link to " + there.target() + "; name the real file");
    } else if (there.isLink()
        && (file.content() != null || file.stored() != null)
        && !file.replaceLink()) {
      refuse(
          file,
          "it is a symbolic link to %s; name the real file, or set replaceLink"
              .formatted(there.target()));
    } else if (there.isFile() && there.base64() == null) {
      refuse(
          file, "it is too large to keep for an undo (256 KiB, and 4 MiB for all files); use copy");
    } else if (file.edits() && there.isNothing()) {
      refuse(file, "there is nothing to edit; give it content to create it");
    } else if (file.edits() && !isText(there)) {
      refuse(file, "it is not text in UTF-8, so that it has no lines to edit; give it content");
    }
    if (file.owner() != null
        && !known(facts.users().containsKey(file.owner()), users(), file.owner())) {
      refuse(file, "the owner " + file.owner() + " does not exist; add it to users");
    }
    if (file.group() != null
        && !known(facts.groups().containsKey(file.group()), groups(), file.group())) {
      refuse(file, "the group " + file.group() + " does not exist; add it to groups");
    }
    return refusals.size() > before;
  }

  private static boolean isText(FileFacts there) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(there)));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private boolean made(String directory) {
    return packagesMayBringIt()
        || input.directories().stream()
            .anyMatch(d -> d.path().equals(directory) || d.path().startsWith(directory + "/"));
  }

  private Stream<String> users() {
    return input.users().stream().map(ServerSetupInput.User::name);
  }

  private Stream<String> groups() {
    return Stream.concat(users(), input.groups().stream().map(ServerSetupInput.Group::name));
  }

  private boolean known(boolean there, Stream<String> made, String name) {
    return there || made.anyMatch(name::equals) || packagesMayBringIt();
  }

  private boolean packagesMayBringIt() {
    return !facts.installed().containsAll(input.installs());
  }

  private void refuse(FileInput file, String why) {
    refusals.add("files: %s: %s".formatted(file.path(), why));
  }
}
