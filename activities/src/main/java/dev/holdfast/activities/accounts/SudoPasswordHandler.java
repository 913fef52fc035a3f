package dev.holdfast.activities.accounts;

import dev.holdfast.activities.resource.Guard;
import dev.holdfast.activities.resource.Inverse;
import dev.holdfast.activities.resource.ResourceHandler;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.Irreversible;
import dev.holdfast.schemas.change.LoginAccount;
import dev.holdfast.schemas.change.SudoPasswordResource;
import java.util.Optional;

/**
 * The password of the login user. Changes to it are made by its rotation alone, because no resource
 * holds its value.
 */
public final class SudoPasswordHandler implements ResourceHandler<SudoPasswordResource> {

  @Override
  public Optional<Change> compare(SudoPasswordResource desired, Facts facts) {
    throw rotated(desired);
  }

  @Override
  public String apply(SudoPasswordResource desired) {
    throw rotated(desired);
  }

  @Override
  public String remove(SudoPasswordResource there) {
    throw rotated(there);
  }

  private static IllegalArgumentException rotated(SudoPasswordResource resource) {
    return new IllegalArgumentException(resource.subject() + " can only be rotated");
  }

  @Override
  public Guard guard(Change change, LoginAccount login) {
    return Guard.ofAccount(login.user());
  }

  @Override
  public FactsQuery query(SudoPasswordResource password) {
    return FactsQuery.none();
  }

  @Override
  public Inverse undo(Change change, Inverse.Context context) {
    return new Inverse.Refused(Irreversible.why(change.id()).orElseThrow());
  }
}
