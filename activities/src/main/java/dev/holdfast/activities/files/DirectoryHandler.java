package dev.holdfast.activities.files;

import dev.holdfast.activities.resource.Changes;
import dev.holdfast.activities.resource.Diffs;
import dev.holdfast.activities.resource.Guard;
import dev.holdfast.activities.resource.Inverse;
import dev.holdfast.activities.resource.ResourceHandler;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.LoginAccount;
import dev.holdfast.schemas.change.Resource.Directory;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    Directory before = present == null ? null : present(desired, present, facts);
    if (desired.equals(before) && present != null && present.isDirectory()) {
      return Optional.empty();
    }
    return Optional.of(
        before == null
            ? creation(desired, facts.above().get(desired.path()))
            : change("Change directory ", before, desired));
  }

  private static Change creation(Directory desired, @Nullable String within) {
    return change(
        "Create directory ",
        null,
        new Directory(desired.path(), desired.owner(), desired.group(), desired.mode(), within));
  }

  private static Change change(String title, @Nullable Directory before, Directory desired) {
    return Changes.of(
        title + desired.path(),
        Change.Risk.LOW,
        Diffs.unified(desired.path(), before == null ? null : text(before), text(desired)),
        before,
        desired);
  }

  private static Directory present(Directory desired, Facts.Directory there, Facts facts) {
    return new Directory(
        desired.path(),
        owner(desired, there, facts),
        group(desired, there, facts),
        there.mode(),
        desired.within());
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

  /** Empty ones only, with those above it that were made for it: what is in it is somebody's. */
  @Override
  public String remove(Directory there) {
    return """
    path=%s within=%s at=
    cd /
    set -f; IFS=/
    set -- ${path#/}
    unset IFS
    while [ $# -gt 1 ] && [ -d "./$1" ] && [ ! -L "./$1" ]; do
      at=$at/$1
      cd -P -- "./$1"
      [ "$(pwd -P)" = "$at" ] || fail "$at leads to $(pwd -P): name the real directory"
      shift
    done
    if [ $# -eq 1 ] && { [ -e "./$1" ] || [ -L "./$1" ]; }; then
      rmdir -- "./$1" || fail "$path is not empty: move what is in it away first"
    fi
    while [ -n "$within" ] && [ "$at" != "$within" ]; do
      case $at in "${within%%/}"/*) ;; *) break ;; esac
      cd ..
      rmdir -- "./${at##*/}" || break
      at=${at%%/*}
    done
    [ ! -e "$path" ] || fail "$path is still there"
    """
        .formatted(
            Quoting.quote(there.path()),
            Quoting.quote(there.within() == null ? "" : there.within()));
  }

  @Override
  public Guard guard(Change change, LoginAccount login) {
    return login.needs(change.resource()) ? Guard.ofAccount(login.user()) : Guard.NONE;
  }

  @Override
  public FactsQuery query(Directory directory) {
    return FactsQuery.directory(directory.path())
        .and(FactsQuery.users(List.of(directory.owner())))
        .and(FactsQuery.groups(List.of(directory.group())));
  }

  @Override
  public Inverse undo(Change change, Inverse.Context context) {
    Directory directory = (Directory) change.resource();
    Directory before = (Directory) change.before();
    Facts.Directory there = context.facts().directories().get(directory.path());
    if (there != null && !there.isDirectory()) {
      return Inverse.changedSince(directory.path());
    }
    if (change.action() == Change.Action.REMOVE) {
      Directory removed = Objects.requireNonNull(before);
      return there == null
          ? new Inverse.By(creation(removed, context.facts().above().get(removed.path())))
          : Inverse.NOTHING;
    }
    if (there == null) {
      return before == null
          ? Inverse.NOTHING
          : new Inverse.Refused(directory.path() + " has been removed since");
    }
    Directory present = present(directory, there, context.facts());
    if (before == null) {
      return new Inverse.By(
          Changes.removal(
              "Remove directory " + directory.path(),
              Change.Risk.MEDIUM,
              Diffs.unified(directory.path(), text(present), null),
              present));
    }
    if (same(present, before)) {
      return Inverse.NOTHING;
    }
    return same(present, directory)
        ? new Inverse.By(change("Change directory ", present, before))
        : Inverse.changedSince(directory.path());
  }

  private static boolean same(Directory one, Directory other) {
    return one.owner().equals(other.owner())
        && one.group().equals(other.group())
        && one.mode().equals(other.mode());
  }
}
