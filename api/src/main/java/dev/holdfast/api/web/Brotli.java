package dev.holdfast.api.web;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.IOException;
import java.util.Enumeration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brotli (RFC 7932), by Google's program, where that runs. */
final class Brotli {
  private static final Logger LOG = LoggerFactory.getLogger(Brotli.class);

  /** Smaller than gzip makes it, in about the time that gzip takes. */
  private static final int QUALITY = 5;

  private static final Pattern CODING =
      Pattern.compile("\\s*([^;\\s]+)\\s*(?:;\\s*[qQ]\\s*=\\s*([01](?:\\.[0-9]{0,3})?)\\s*)?");

  private static final String NAME = "br";
  private static final String GZIP = "gzip";

  private Brotli() {}

  private static final class Program {
    static final boolean RUNS = runs();

    private static boolean runs() {
      if (!Brotli4jLoader.isAvailable()) {
        LOG.info(
            "Answers are compressed by gzip only: {}",
            String.valueOf(Brotli4jLoader.getUnavailabilityCause()));
      }
      return Brotli4jLoader.isAvailable();
    }
  }

  /** Whether it runs on this machine. */
  static boolean available() {
    return Program.RUNS;
  }

  /**
   * Whether a client takes it, and would not rather have gzip.
   *
   * @param accepted the values of {@code Accept-Encoding} (RFC 9110, section 12.5.3)
   */
  static boolean preferred(Enumeration<String> accepted) {
    double brotli = 0;
    double gzip = 0;
    while (accepted.hasMoreElements()) {
      for (String one : accepted.nextElement().split(",", -1)) {
        Matcher coding = CODING.matcher(one);
        if (coding.matches()) {
          double weight = coding.group(2) == null ? 1 : Double.parseDouble(coding.group(2));
          switch (coding.group(1).toLowerCase(Locale.ROOT)) {
            case NAME -> brotli = weight;
            case GZIP -> gzip = weight;
            default -> {}
          }
        }
      }
    }
    return brotli > 0 && brotli >= gzip;
  }

  static byte[] compress(byte[] bytes) throws IOException {
    return Encoder.compress(bytes, new Encoder.Parameters().setQuality(QUALITY));
  }
}
