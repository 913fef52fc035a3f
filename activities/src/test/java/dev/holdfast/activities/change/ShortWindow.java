package dev.holdfast.activities.change;

import dev.holdfast.schemas.change.DesiredState;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.server.Server;

/** A desired state whose commit-confirmed groups wait no longer than this. */
record ShortWindow<I>(DesiredState<I> state, int seconds) implements DesiredState<I> {
  @Override
  public Class<I> inputType() {
    return state.inputType();
  }

  @Override
  public FactsQuery query(I input) {
    return state.query(input);
  }

  @Override
  public Desired desired(I input, Facts facts, Server server) {
    Desired desired = state.desired(input, facts, server);
    return new Desired(
        desired.groups().stream()
            .map(group ->
                new Group(
                    group.key(),
                    group.title(),
                    Math.min(group.confirmWithinSeconds(), seconds),
                    group.resources()))
            .toList(),
        desired.refusals(),
        desired.loosened());
  }
}
