package dev.holdfast.activities.files;

import dev.holdfast.activities.resource.Changes;
import dev.holdfast.activities.resource.Diffs;
import dev.holdfast.activities.resource.ResourceHandler;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.Resource.Directory;
import java.util.Optional;

/**
 * Makes directories, and sets owner and mode of those that are there.
 *
 * <p>Somebody else may own a part of the path and swap it for a symbolic link at any moment. So
 * root walks down one part at a time, makes sure after each where it really is, and changes only
 * the directory that it stands in.
 */
public final class DirectoryHandler implements ResourceHandler<Directory> {

  @Override
  public Optional<Change> compare(Directory desired, Facts facts) {
    Facts.Directory present = facts.directories().get(desired.path());
    Directory before =
        present == null
            ? null
            : new Directory(
                desired.path(),
                owner(desired, present, facts),
                group(desired, present, facts),
                present.mode());
    if (desired.equals(before) && present != null && present.isDirectory()) {
      return Optional.empty();
    }
    return Optional.of(
        Changes.of(
            (before == null ? "Create directory " : "Change directory ") + desired.path(),
            Change.Risk.LOW,
            Diffs.unified(desired.path(), before == null ? null : text(before), text(desired)),
            before,
            desired));
  }

  /** The owner's name, or that which is wanted where it has the same number. */
  private static String owner(Directory desired, Facts.Directory present, Facts facts) {
    Facts.User wanted = facts.users().get(desired.owner());
    return wanted != null && wanted.uid() == present.uid() ? wanted.name() : present.owner();
  }

  private static String group(Directory desired, Facts.Directory present, Facts facts) {
    Facts.Group wanted = facts.groups().get(desired.group());
    return wanted != null && wanted.gid() == present.gid() ? wanted.name() : present.group();
  }

  private static String text(Directory directory) {
    return "owner: %s\ngroup: %s\nmode: %s\n"
        .formatted(directory.owner(), directory.group(), directory.mode());
  }

  @Override
  public String apply(Directory desired) {
    String mode = desired.mode().replaceFirst("^0+(?=.)", "");
    return """
    path=%s at=
    owner=$(id -u -- %2$s) group=$(getent group %5$s | cut -d: -f3)
    [ -n "$group" ] || fail "the group of $path is not there"
    cd /
    set -f; IFS=/
    set -- ${path#/}
    unset IFS
    for part; do
      at=$at/$part
      [ ! -L "./$part" ] || fail "$at is a symbolic link: name the real directory"
      [ -d "./$part" ] || mkdir -m 0755 -- "./$part"
      cd -P -- "./$part"
      [ "$(pwd -P)" = "$at" ] || fail "$at leads to $(pwd -P): name the real directory"
    done
    [ "$(stat -c %%u:%%g .)" = "$owner:$group" ] || chown "$owner:$group" .
    [ "$(stat -c %%a .)" = %3$s ] || chmod %4$s .
    [ "$(stat -c '%%u:%%g %%a' .)" = "$owner:$group "%3$s ] || fail "$path is $(stat -c '%%U:%%G %%a' .)"
    """
        .formatted(
            Quoting.quote(desired.path()),
            Quoting.quote(desired.owner()),
            mode,
            // Four digits and more: with fewer, GNU chmod leaves set-id bits of a directory alone.
            "0" + desired.mode(),
            Quoting.quote(desired.group()));
  }
}
