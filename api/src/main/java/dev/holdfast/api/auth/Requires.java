package dev.holdfast.api.auth;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The permission that an endpoint needs; one without is reached by the platform's administrator
 * only. Every endpoint of ours has one, but for those of {@link PublicEndpoints}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Requires {
  /** Every user has it, whatever is granted. */
  String SELF = "self:read";

  /** {@code resource:action}. */
  String value();

  /** What it is needed for. */
  On on() default On.PLATFORM;

  /** How far a grant has to reach. */
  enum On {
    /** It is granted for all servers: whoever may do this decides about everybody. */
    PLATFORM,
    /**
     * It is granted for all servers, and to an administrator of the platform: the endpoint shows or
     * changes what belongs to no organisation.
     */
    INSTALLATION,
    /**
     * However far it is granted: the endpoint has nothing to do with servers, or it asks {@link
     * CallerAccess} itself about those it shows or touches.
     */
    ANY_SCOPE,
    /** It is granted for the server that the path's variable {@code name} names. */
    SERVER,
    /**
     * It is granted for all servers of the operation that the path's variable {@code id} names; or
     * the caller has started it and has the permission for own ones.
     */
    OPERATION
  }
}
