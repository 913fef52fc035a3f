package dev.holdfast.schemas.containers.monitor;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Has the containers of one server watched for as long as somebody wants that. */
@WorkflowInterface
public interface ContainerMonitor {
  String TYPE = "container-monitor";
  String CHANGED = "changed";

  @WorkflowMethod(name = TYPE)
  void run(Watch watch);

  /** What is wanted has changed in PostgreSQL: it is looked at without waiting any longer. */
  @SignalMethod(name = CHANGED)
  void changed();

  /**
   * The id of the workflow.
   *
   * @param server the id of its registration
   */
  static String workflowId(String server) {
    return TYPE + "/" + server;
  }

  /**
   * What is watched.
   *
   * @param server the id of its registration
   * @param name its full name
   * @param queue of the workers that reach it
   * @param failures how often in a row it could not be reached
   */
  record Watch(String server, String name, String queue, int failures) {

    public Watch on(String other) {
      return new Watch(server, name, other, failures);
    }

    public Watch failed(int times) {
      return new Watch(server, name, queue, times);
    }
  }
}
