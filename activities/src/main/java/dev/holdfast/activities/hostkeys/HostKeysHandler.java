package dev.holdfast.activities.hostkeys;

import dev.holdfast.activities.resource.Diffs;
import dev.holdfast.activities.resource.FactsFragment;
import dev.holdfast.activities.resource.Guard;
import dev.holdfast.activities.resource.Inverse;
import dev.holdfast.activities.resource.ResourceHandler;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.HostKeyFacts;
import dev.holdfast.schemas.change.HostKeysResource;
import dev.holdfast.schemas.change.HostKeysResource.Installed;
import dev.holdfast.schemas.change.LoginAccount;
import dev.holdfast.schemas.server.HostKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Replaces host keys by others that are kept aside on the server. */
public final class HostKeysHandler implements ResourceHandler<HostKeysResource> {

  @Override
  public Optional<Change> compare(HostKeysResource desired, Facts facts) {
    throw new IllegalArgumentException(desired.subject() + " are not compared, but rotated");
  }

  /** The change from these keys to those. */
  public static Change change(HostKeysResource before, HostKeysResource desired) {
    return new Change(
        desired.subject(),
        Change.Action.UPDATE,
        "Replace the host keys: " + words(desired),
        Diffs.unified("host keys", fingerprints(before), lines(desired)),
        Change.Risk.LOCK_OUT,
        before,
        desired);
  }

  /** The keys with their fingerprints, as far as they are made. */
  public static String words(HostKeysResource keys) {
    return keys.keys().stream().map(HostKeysHandler::word).collect(Collectors.joining(", "));
  }

  private static String fingerprints(HostKeysResource keys) {
    return keys.keys().stream().map(HostKeysHandler::word).collect(Collectors.joining("\n"));
  }

  /** As they stand in known_hosts: whoever else logs in has to take them there. */
  private static String lines(HostKeysResource keys) {
    return keys.keys().stream()
        .map(key ->
            key.key() == null
                ? key.type() + " (a new key, made when this is applied)"
                : key.key().line() + " " + key.key().fingerprint())
        .collect(Collectors.joining("\n"));
  }

  private static String word(Installed key) {
    return key.key() == null ? key.type() : key.type() + " " + key.key().fingerprint();
  }

  @Override
  public String apply(HostKeysResource desired) {
    return HostKeyScripts.replace(desired);
  }

  /** There is no server without them. */
  @Override
  public String remove(HostKeysResource there) {
    throw new IllegalArgumentException("host keys cannot be removed");
  }

  @Override
  public Guard guard(Change change, LoginAccount login) {
    HostKeysResource keys = (HostKeysResource) change.resource();
    return new Guard(
        keys.keys().stream().flatMap(HostKeysHandler::written).toList(),
        List.of(keys.unit()),
        List.of(),
        List.of());
  }

  private static Stream<String> written(Installed key) {
    int name = key.path().lastIndexOf('/') + 1;
    String staged = key.path().substring(0, name) + "." + key.path().substring(name);
    return Stream.of(
        key.path(), key.path() + ".pub", staged + ".holdfast", staged + ".pub.holdfast");
  }

  @Override
  public List<FactsFragment> facts() {
    return List.of(new HostKeysFragment());
  }

  @Override
  public FactsQuery query(HostKeysResource keys) {
    return FactsQuery.of("host-keys", List.of(HostKeyFacts.ALL));
  }

  @Override
  public Inverse undo(Change change, Inverse.Context context) {
    HostKeysResource before = (HostKeysResource) change.before();
    HostKeysResource after = (HostKeysResource) change.desired();
    HostKeyFacts facts = context.facts().kinds().find(HostKeyFacts.class, HostKeyFacts.ALL);
    if (facts == null || before == null || after == null) {
      return new Inverse.Refused("the host keys cannot be read");
    }
    boolean nothing = true;
    for (int i = 0; i < before.keys().size(); i++) {
      Installed old = before.keys().get(i);
      HostKey there = there(facts, old.path());
      nothing &= old.key() != null && old.key().equals(there);
      if (there == null || !(there.equals(old.key()) || there.equals(after.keys().get(i).key()))) {
        return Inverse.changedSince(old.path());
      }
      if (!there.equals(old.key()) && !facts.kept().contains(old.key())) {
        return new Inverse.Refused(
            "the old private half of %s is not kept on the server any more; rotate again for another one"
                .formatted(old.path()));
      }
    }
    return nothing ? Inverse.NOTHING : new Inverse.By(change(after, before));
  }

  private static @Nullable HostKey there(HostKeyFacts facts, String path) {
    return facts.files().stream()
        .filter(file -> file.path().equals(path))
        .map(HostKeyFacts.File::key)
        .findFirst()
        .orElse(null);
  }
}
