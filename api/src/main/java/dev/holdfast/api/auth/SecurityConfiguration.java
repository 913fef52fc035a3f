package dev.holdfast.api.auth;

import dev.holdfast.api.problem.ProblemWriter;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.identity.Authorisation;
import dev.holdfast.platform.identity.RoleAuthorisation;
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
 * Who may ask what. Nothing is reached that is not let through here: every endpoint declares the
 * permission that it needs ({@link Requires}), and what declares none needs an administrator's
 * token, decided on the endpoint that the dispatcher will choose.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecurityConfiguration {
  private static final int AFTER_THE_HOST_CHECK = Ordered.HIGHEST_PRECEDENCE + 10;

  @Bean
  Authorisation authorisation() {
    return new RoleAuthorisation();
  }

  @Bean
  SecurityFilterChain accessChain(
      HttpSecurity http,
      Callers callers,
      RequestLimit limit,
      DeclaredPermissions permissions,
      Refusals refusals,
      PlatformConfig config,
      ProblemWriter problems) {
    var authentication = new AuthenticationFilter(callers, limit, CodecFilter.ENDPOINTS, problems);
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
                .requestMatchers(ReadRequests.of("/ws/v1/events"))
                .access(permissions.toEvents())
                .anyRequest()
                .access(permissions.byEndpoint()))
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
