package dev.holdfast.schemas.diagnosis;

import io.temporal.activity.ActivityInterface;

/** Looks at servers from where their operations run. */
@ActivityInterface
public interface DiagnosisActivities {

  /**
   * Makes every check, whatever the others come to, within half a minute.
   *
   * <p>Fails with BAD_INPUT where there is no such server; whatever is wrong with the server is a
   * finding.
   */
  Diagnosis diagnose(DiagnosisRequest request);
}
