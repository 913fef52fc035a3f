package dev.holdfast.activities.stack;

import dev.holdfast.activities.resource.Changes;
import dev.holdfast.activities.resource.Diffs;
import dev.holdfast.activities.resource.FactsFragment;
import dev.holdfast.activities.resource.Inverse;
import dev.holdfast.activities.resource.ResourceHandler;
import dev.holdfast.activities.resource.Scripts;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Change.Risk;
import dev.holdfast.schemas.change.EngineFacts;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.Resource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the things of an engine have in common: they carry what they were made of as a label, and
 * are compared and undone by it.
 */
abstract class EngineHandler<R extends Resource> implements ResourceHandler<R> {
  /** The functions that each of their scripts begins with. */
  static final String ENGINE = Scripts.load(EngineHandler.class, "engine.sh");

  /** What a person calls it, such as {@code container shop-web}. */
  static String words(Resource resource) {
    return resource.subject().replaceFirst(":", " ");
  }

  /** What the engine says of it; empty where there is none. */
  Optional<EngineFacts> find(Resource resource, Facts facts) {
    return Optional.ofNullable(facts.kinds().find(EngineFacts.class, resource.subject()));
  }

  /** What is there was made of; null where there is nothing, or nobody knows. */
  final @Nullable Resource spec(Resource resource, Facts facts) {
    return find(resource, facts).map(EngineFacts::spec).orElse(null);
  }

  /** What is compared of it: the same, without what the label does not carry. */
  Resource made(Resource resource) {
    return resource;
  }

  /** What a person has to know about its removal. */
  String lost() {
    return "";
  }

  /** How it is after its removal is undone. */
  String again() {
    return " again as it was";
  }

  @Override
  public Optional<Change> compare(R desired, Facts facts) {
    return desired.equals(spec(desired, facts))
        ? Optional.empty()
        : Optional.of(making("Make " + words(desired), null, desired));
  }

  static Change making(String title, @Nullable Resource before, Resource desired) {
    return Changes.of(
        title,
        Risk.MEDIUM,
        Diffs.unified(
            desired.subject(), before == null ? null : Specs.pretty(before), Specs.pretty(desired)),
        before,
        desired);
  }

  @Override
  public List<FactsFragment> facts() {
    return List.of(new EngineFragment());
  }

  @Override
  public FactsQuery query(R resource) {
    return FactsQuery.of("engine", List.of(EngineFacts.ENGINE, resource.subject()));
  }

  /** Refused where no engine answers: what nobody can see is not gone. */
  @Override
  public final Inverse undo(Change change, Inverse.Context context) {
    return context.facts().kinds().find(EngineFacts.class, EngineFacts.ENGINE) == null
        ? new Inverse.Refused(
            "docker does not answer on the server; start it with systemctl start docker")
        : undoing(change, context);
  }

  /** How a change is undone where an engine answers. */
  Inverse undoing(Change change, Inverse.Context context) {
    Resource after = change.resource();
    boolean there = find(after, context.facts()).isPresent();
    @Nullable Resource now = spec(after, context.facts());
    @Nullable Resource before = change.before();
    if (before == null ? !there : made(before).equals(now)) {
      return Inverse.NOTHING;
    }
    if (change.desired() == null ? there : !made(after).equals(now)) {
      return Inverse.changedSince("the " + words(after));
    }
    return new Inverse.By(
        before == null
            ? Changes.removal(
                "Remove " + words(after) + lost(),
                Risk.MEDIUM,
                Diffs.unified(after.subject(), Specs.pretty(after), null),
                after)
            : making("Make " + words(before) + again(), now, before));
  }
}
