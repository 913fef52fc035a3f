package dev.holdfast.api.auth;

import dev.holdfast.api.codec.CodecFilter;
import dev.holdfast.api.problem.ProblemWriter;
import dev.holdfast.platform.PlatformConfig;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.context.AbstractSecurityWebApplicationInitializer;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Who may ask what. Nothing is reached that is not let through here: what is not named needs an
 * administrator's token, decided on the path as the dispatcher sees it.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecurityConfiguration {
  private static final int AFTER_THE_HOST_CHECK = Ordered.HIGHEST_PRECEDENCE + 10;

  /** What a token may read that is no administrator's. */
  private static final String[] FOR_EVERY_USER = {
    "/api/v1/me", "/api/v1/servers", "/api/v1/servers/{name}", "/api/v1/operations"
  };

  @Bean
  SecurityFilterChain access(
      HttpSecurity http,
      Callers callers,
      OwnOperations own,
      Refusals refusals,
      PlatformConfig config,
      ProblemWriter problems) {
    var authentication = new AuthenticationFilter(callers, CodecFilter.ENDPOINTS, problems);
    return http
        // A cookie changes something only from our own pages: AuthenticationFilter sees to that.
        .csrf(AbstractHttpConfigurer::disable)
        // They are set for refused hosts too, before this chain.
        .headers(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .exceptionHandling(
            handling -> handling.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .addFilterBefore(new CodecFilter(config, problems), AnonymousAuthenticationFilter.class)
        .addFilterBefore(authentication, AnonymousAuthenticationFilter.class)
        .authorizeHttpRequests(requests ->
            requests
                // They go on with a request that was let in; refusing them breaks errors and
                // streams.
                .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                .permitAll()
                .requestMatchers(PublicEndpoints.matcher())
                .permitAll()
                .requestMatchers(Reading.of("/metrics"))
                .hasAnyAuthority(Authorities.METRICS, Authorities.ADMINISTRATOR)
                .requestMatchers(Reading.of(FOR_EVERY_USER))
                .hasAuthority(Authorities.USER)
                .requestMatchers(Reading.of("/api/v1/operations/{id}/**"))
                .access(own.byPath())
                .requestMatchers(Reading.of("/ws/v1/events"))
                .access(own.byParameter("operation"))
                .anyRequest()
                .hasAuthority(Authorities.ADMINISTRATOR))
        .build();
  }

  @Bean
  StrictHttpFirewall httpFirewall() {
    return new StrictHttpFirewall();
  }

  @Bean
  DelegatingFilterProxyRegistrationBean securityFilter() {
    var filter =
        new DelegatingFilterProxyRegistrationBean(
            AbstractSecurityWebApplicationInitializer.DEFAULT_FILTER_NAME);
    filter.setOrder(AFTER_THE_HOST_CHECK);
    filter.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
    return filter;
  }
}
