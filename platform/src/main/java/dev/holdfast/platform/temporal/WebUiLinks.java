package dev.holdfast.platform.temporal;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.schemas.operation.SearchAttributes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where the Temporal Web UI shows what. */
public final class WebUiLinks {
  /**
   * What people started: no parts of operations on their servers, no leases, no runs of schedules.
   */
  private static final String OPERATIONS =
      "`%s` is not null and `%s` is null"
          .formatted(SearchAttributes.OPERATION.getName(), SearchAttributes.SERVER.getName());

  private final String workflows;

  private WebUiLinks(String workflows) {
    this.workflows = workflows;
  }

  /** The links of a platform; null where it has no Temporal Web UI. */
  public static @Nullable WebUiLinks of(PlatformConfig.Temporal temporal) {
    String ui = temporal.uiUrl();
    if (ui == null) {
      return null;
    }
    String base = ui.endsWith("/") ? ui.substring(0, ui.length() - 1) : ui;
    return new WebUiLinks(base + "/namespaces/" + encoded(temporal.namespace()) + "/workflows");
  }

  /** All operations, the last first. */
  public String operations() {
    return workflows + "?query=" + encoded(OPERATIONS);
  }

  /**
   * One operation.
   *
   * @param runId null until Temporal has taken it
   */
  public String operation(String id, @Nullable String runId) {
    String workflow = workflows + "/" + id;
    return runId == null ? workflow : workflow + "/" + runId + "/history";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
