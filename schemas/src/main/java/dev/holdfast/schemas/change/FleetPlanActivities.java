package dev.holdfast.schemas.change;

import io.temporal.activity.ActivityInterface;
import java.util.List;

/** Makes the first plans of many servers; reading disturbs nobody, so it takes no lease. */
@ActivityInterface
public interface FleetPlanActivities {

  /** The key of the step that makes the first plan of a server. */
  String KEY = "plan/first";

  /**
   * Compares servers with their desired state, stores each plan, and records for each server what
   * would change or why there is no plan. Delivered again, it changes no plan that is recorded.
   */
  Planned planServers(PlanServers request);

  /**
   * @param input the operation's input, read as the type that its desired state names
   */
  record PlanServers(String operation, String operationType, List<String> servers, Object input) {
    public PlanServers {
      servers = List.copyOf(servers);
    }
  }

  /**
   * What the plans came to.
   *
   * @param failed servers for which there is none, or that refuse it
   * @param warnings the first ones, each with its server, for people
   */
  record Planned(int failed, List<String> warnings) {
    /** More are in the plans. */
    public static final int WARNINGS = 20;

    public Planned {
      warnings = warnings.stream().limit(WARNINGS).toList();
    }
  }
}
