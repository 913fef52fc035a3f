package dev.holdfast.e2e;

import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Ends the worker in which it is at the nth boundary of its activities, as SIGKILL would: each has
 * one before it starts, and one after its end, of which nobody has been told.
 *
 * <p>A worker gets it by the variables of Spring, see {@link #into}; the product has none of it.
 */
@Configuration(proxyBeanMethods = false)
class StepBoundaries {
  /** As SIGKILL leaves it. */
  static final int EXIT_CODE = 137;

  private static final String AT = "holdfast.boundary";

  /** Has a worker that is not started yet end at that boundary, counted from 1. */
  static ProcessBuilder into(ProcessBuilder worker, int boundary) {
    worker
        .command()
        .addAll(
            1,
            List.of(
                "-Dspring.main.sources=" + StepBoundaries.class.getName(),
                "-D" + AT + "=" + boundary));
    return worker;
  }

  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE)
  WorkerInterceptor boundaries() {
    return new Counting(Integer.getInteger(AT, 0));
  }

  private static final class Counting extends WorkerInterceptorBase {
    private final int last;
    private final AtomicInteger passed = new AtomicInteger();

    Counting(int last) {
      this.last = last;
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
      return new ActivityInboundCallsInterceptorBase(next) {
        @Override
        public ActivityOutput execute(ActivityInput input) {
          pass();
          ActivityOutput output = super.execute(input);
          pass();
          return output;
        }
      };
    }

    private void pass() {
      if (passed.incrementAndGet() == last) {
        Runtime.getRuntime().halt(EXIT_CODE);
      }
    }
  }
}
