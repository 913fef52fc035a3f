package dev.holdfast.patterns;

/** A pattern that could never spare what it names, with what to write instead. */
public final class UnusableExclude extends IllegalArgumentException {
  private final String problem;
  private final String remedy;

  UnusableExclude(String pattern, String why, String remedy) {
    this("the pattern '" + pattern.replace("\n", "\\n").replace('\0', '?') + "' " + why, remedy);
  }

  private UnusableExclude(String problem, String remedy) {
    super(problem + "; " + remedy);
    this.problem = problem;
    this.remedy = remedy;
  }

  /** What is wrong, with the pattern. */
  public String problem() {
    return problem;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }
}
