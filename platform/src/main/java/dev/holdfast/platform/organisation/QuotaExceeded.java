package dev.holdfast.platform.organisation;

/** An organisation has as much of something as it may. */
public final class QuotaExceeded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String organisation;
  private final Quota quota;
  private final long most;

  QuotaExceeded(String organisation, Quota quota, long most) {
    super("the organisation '%s' may have %d %s".formatted(organisation, most, quota.word()));
    this.organisation = organisation;
    this.quota = quota;
    this.most = most;
  }

  public String organisation() {
    return organisation;
  }

  public Quota quota() {
    return quota;
  }

  public long most() {
    return most;
  }
}
