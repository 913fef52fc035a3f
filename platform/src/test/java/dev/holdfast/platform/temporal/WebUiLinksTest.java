package dev.holdfast.platform.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.PlatformConfig;
import java.net.URI;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WebUiLinksTest {

  @Test
  void shouldShowOperationsWithoutTheirPartsAndLeases() {
    assertThat(URI.create(links("https://ops.example/temporal/").operations()))
        .hasPath("/temporal/namespaces/holdfast/workflows")
        .hasQuery("query=`HoldfastOperation` is not null and `HoldfastServer` is null");
  }

  @Test
  void shouldLeadToTheOperationBeforeItHasARun() {
    WebUiLinks links = links("https://ops.example");

    assertThat(links.operation("op-1", null))
        .isEqualTo("https://ops.example/namespaces/holdfast/workflows/op-1");
    assertThat(links.operation("op-1", "run"))
        .isEqualTo("https://ops.example/namespaces/holdfast/workflows/op-1/run/history");
  }

  private static WebUiLinks links(String ui) {
    return Objects.requireNonNull(
        WebUiLinks.of(new PlatformConfig.Temporal("127.0.0.1:7233", "holdfast", null, ui)));
  }
}
