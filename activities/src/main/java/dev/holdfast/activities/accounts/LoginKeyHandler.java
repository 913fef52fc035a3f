package dev.holdfast.activities.accounts;

import dev.holdfast.activities.resource.Guard;
import dev.holdfast.activities.resource.Inverse;
import dev.holdfast.activities.resource.ResourceHandler;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.Irreversible;
import dev.holdfast.schemas.change.LoginAccount;
import dev.holdfast.schemas.change.LoginKeyResource;
import dev.holdfast.schemas.change.Resource.AuthorizedKeys;
import java.util.List;
import java.util.Optional;

/**
 * The key that Holdfast logs in with, in the login user's {@code ~/.ssh/authorized_keys}. Changes
 * to it are made by its rotation, which has the other half of it.
 */
public final class LoginKeyHandler implements ResourceHandler<LoginKeyResource> {
  private final AuthorizedKeysHandler file = new AuthorizedKeysHandler();

  @Override
  public Optional<Change> compare(LoginKeyResource desired, Facts facts) {
    throw new IllegalArgumentException(desired.subject() + " is not compared, but rotated");
  }

  @Override
  public String apply(LoginKeyResource desired) {
    return file.apply(desired.inFile());
  }

  @Override
  public String remove(LoginKeyResource there) {
    return file.apply(
        new AuthorizedKeys(
            there.user(), List.of(), there.directoryMode(), there.fileMode(), there.lines()));
  }

  @Override
  public Guard guard(Change change, LoginAccount login) {
    return Guard.ofAccount(login.user());
  }

  @Override
  public FactsQuery query(LoginKeyResource key) {
    return FactsQuery.none();
  }

  @Override
  public Inverse undo(Change change, Inverse.Context context) {
    return new Inverse.Refused(Irreversible.why(change.id()).orElseThrow());
  }
}
