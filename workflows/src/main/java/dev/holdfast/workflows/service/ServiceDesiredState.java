package dev.holdfast.workflows.service;

import dev.holdfast.schemas.change.DesiredState;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.UnitFacts;
import dev.holdfast.schemas.change.UnitResource;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.service.ServiceInput;
import dev.holdfast.schemas.service.ServiceInput.Action;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an action on a unit wants it to be; what is restarted has to run afterwards. */
public final class ServiceDesiredState implements DesiredState<ServiceInput> {
  /** Services may take their time to start. */
  private static final int CONFIRM_WITHIN_SECONDS = 300;

  @Override
  public Class<ServiceInput> inputType() {
    return ServiceInput.class;
  }

  @Override
  public FactsQuery query(ServiceInput input) {
    return FactsQuery.of("units", List.of(input.unit()));
  }

  @Override
  public Desired desired(ServiceInput input, Facts facts, Server server) {
    UnitFacts there =
        Objects.requireNonNull(facts.kinds().find(UnitFacts.class, input.unit()), input.unit());
    String refusal = refusal(input, facts, there);
    if (refusal != null) {
      return new Desired(List.of(), List.of("unit: %s %s".formatted(input.unit(), refusal)));
    }
    return new Desired(
        List.of(
            new Group(
                "unit",
                "%s %s".formatted(title(input.action()), input.unit()),
                CONFIRM_WITHIN_SECONDS,
                List.of(resource(input)))),
        List.of());
  }

  private static String title(Action action) {
    String word = action.word();
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private static UnitResource resource(ServiceInput input) {
    return switch (input.action()) {
      case START, RESTART, RELOAD -> unit(input, null, true);
      case STOP -> unit(input, null, false);
      case ENABLE -> unit(input, UnitResource.ENABLED, null);
      case DISABLE -> unit(input, UnitResource.DISABLED, null);
      case MASK -> unit(input, UnitResource.MASKED, null);
      case STATUS, LOGS -> unit(input, null, null);
    };
  }

  private static UnitResource unit(
      ServiceInput input, @Nullable String enablement, @Nullable Boolean running) {
    return new UnitResource(input.unit(), null, null, enablement, running);
  }

  private static @Nullable String refusal(ServiceInput input, Facts facts, UnitFacts there) {
    if (!facts.systemd()) {
      return "cannot be controlled: systemd does not run this server";
    }
    boolean masked = there.enablement().startsWith(UnitResource.MASKED);
    return switch (input.action()) {
      case START, RESTART, RELOAD, ENABLE, DISABLE, STOP -> {
        if (there.load().equals("not-found")) {
          yield "does not exist; correct the name, or install its package first";
        }
        if (masked && input.action() != Action.STOP) {
          yield "is masked; undo that first, or run systemctl unmask";
        }
        yield input.action() == Action.ENABLE && there.enablement().equals("static")
            ? "has no [Install] section, so that it cannot be enabled; enable what starts it"
            : null;
      }
      case MASK ->
          there.unitFile() != null || there.linked()
              ? "cannot be masked, because it has a file in /etc/systemd/system; stop and disable it"
              : null;
      case STATUS, LOGS -> null;
    };
  }
}
