package dev.holdfast.lab;

/** What a lab server installs its packages with. */
public enum PackageManager {
  APT,
  DNF,
  ZYPPER
}
