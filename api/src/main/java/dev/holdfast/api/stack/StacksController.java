package dev.holdfast.api.stack;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.platform.stack.StackDeployment;
import dev.holdfast.platform.stack.StackDeployments;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows what was deployed, as far as the caller may read the operations. */
@RestController
@RequestMapping("/api/v1/stacks")
final class StacksController {
  private static final String READ = "operations:read";

  private final StackDeployments deployments;
  private final CallerAccess access;

  StacksController(StackDeployments deployments, CallerAccess access) {
    this.deployments = deployments;
    this.access = access;
  }

  @Requires(value = READ, on = Requires.On.ANY_SCOPE)
  @GetMapping
  Page<DeploymentDocument> list(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return page(visible(deployments.newest(caller.organisation()), caller));
  }

  /** All deployments of a stack, the newest first. */
  @Requires(value = READ, on = Requires.On.ANY_SCOPE)
  @GetMapping("/{name}/deployments")
  Page<DeploymentDocument> history(
      @PathVariable String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    List<StackDeployment> all = visible(deployments.of(caller.organisation(), name), caller);
    if (all.isEmpty()) {
      throw ApiException.notFound(
          "unknown-stack", "No stack '" + name + "' was ever deployed by this platform.");
    }
    return page(all);
  }

  private List<StackDeployment> visible(List<StackDeployment> all, Caller caller) {
    Predicate<String> readable =
        access.toOperations(caller, READ, all.stream().map(StackDeployment::operation).toList());
    return all.stream().filter(one -> readable.test(one.operation())).toList();
  }

  private static Page<DeploymentDocument> page(List<StackDeployment> all) {
    return new Page<>(all.stream().map(one -> DeploymentDocument.of(one, all)).toList(), null);
  }
}
