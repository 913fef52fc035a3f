package dev.holdfast.workers;

import dev.holdfast.platform.PlatformConfig;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The worker of a platform, as a Spring application without a web server. */
public final class WorkersApplication {
  private WorkersApplication() {}

  /**
   * Starts a worker; it has begun to poll when this returns.
   *
   * @throws IllegalArgumentException if a variable of OpenTelemetry is not right
   * @return close it to let it finish or hand over its work, which takes at most 20 s
   */
  public static AutoCloseable start(PlatformConfig config, WorkerOptions options) {
    AutoCloseable traces = Traces.start(System.getenv());
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(WorkerBeans.class)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .logStartupInfo(false)
            .registerShutdownHook(false)
            .initializers((GenericApplicationContext beans) -> {
              beans.registerBean(PlatformConfig.class, () -> config);
              beans.registerBean(WorkerOptions.class, () -> options);
            })
            .run();
    return () -> {
      context.close();
      traces.close();
    };
  }
}
