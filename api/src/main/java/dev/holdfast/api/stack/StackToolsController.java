package dev.holdfast.api.stack;

import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.schemas.stack.StackTools;
import dev.holdfast.schemas.stack.StackTools.StackTool;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the catalogue of tools. */
@RestController
@RequestMapping("/api/v1/stack-tools")
final class StackToolsController {
  /**
   * @param purpose what it is for, in a sentence
   */
  record ListedTool(String name, String title, String purpose) {}

  /**
   * @param stack the file of its stack, in YAML
   * @param guide what a person has to know, in Markdown
   */
  record ShownTool(String name, String title, String purpose, String stack, String guide) {}

  @Requires(value = "catalog:read", on = Requires.On.ANY_SCOPE)
  @GetMapping
  Page<ListedTool> list() {
    return new Page<>(
        StackTools.all().stream()
            .map(tool -> new ListedTool(tool.name(), tool.title(), tool.purpose()))
            .toList(),
        null);
  }

  @Requires(value = "catalog:read", on = Requires.On.ANY_SCOPE)
  @GetMapping("/{name}")
  ShownTool show(@PathVariable String name) {
    StackTool tool =
        StackTools.find(name)
            .orElseThrow(() ->
                ApiException.notFound(
                    "unknown-tool",
                    "There is no tool '" + name + "'; ./holdfast stack tools lists them."));
    return new ShownTool(tool.name(), tool.title(), tool.purpose(), tool.stack(), tool.guide());
  }
}
