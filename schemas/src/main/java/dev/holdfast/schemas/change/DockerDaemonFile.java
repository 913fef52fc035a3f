package dev.holdfast.schemas.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.schemas.change.DockerSettingsResource.Settings;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The file with the settings of the Docker engine: JSON, of which everything stays that is not
 * asked for.
 */
public final class DockerDaemonFile {
  private static final String LOG_DRIVER = "log-driver";
  private static final String LOG_OPTIONS = "log-opts";
  private static final String LIVE_RESTORE = "live-restore";
  private static final String LIMITS = "default-ulimits";
  private static final String JSON_FILE = "json-file";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final ObjectWriter WRITER =
      JSON.writer(
          new DefaultPrettyPrinter(
                  Separators.createDefaultInstance()
                      .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
              .withObjectIndenter(new DefaultIndenter("  ", "\n")));

  private final ObjectNode root;

  private DockerDaemonFile(ObjectNode root) {
    this.root = root;
  }

  /**
   * The content of a file.
   *
   * @param base64 null where there is none
   * @throws IllegalArgumentException if the engine could not read it, or it says something else
   *     than the engine expects; the message says what, and where
   */
  public static DockerDaemonFile read(@Nullable String base64) {
    String text = base64 == null ? "" : text(base64);
    if (text.isBlank()) {
      return new DockerDaemonFile(JSON.createObjectNode());
    }
    try {
      if (!(JSON.readTree(text) instanceof ObjectNode root)) {
        throw new IllegalArgumentException("is not a JSON object");
      }
      DockerDaemonFile file = new DockerDaemonFile(root);
      file.object(LOG_OPTIONS);
      file.object(LIMITS);
      return file;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new IllegalArgumentException(
          "is not JSON (line %d: %s)".formatted(line, e.getOriginalMessage().split("\n", 2)[0]), e);
    }
  }

  private static String text(String base64) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64)))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("is not text in UTF-8", e);
    }
  }

  private void object(String key) {
    if (root.has(key) && !root.get(key).isObject()) {
      throw new IllegalArgumentException("has a '%s' that is not a JSON object".formatted(key));
    }
  }

  /**
   * The same with these settings. Options of another driver of logs go with it: the engine starts
   * with none that the new one does not know.
   */
  public DockerDaemonFile with(Settings settings) {
    ObjectNode changed = root.deepCopy();
    if (!changed.path(LOG_DRIVER).asText(JSON_FILE).equals(JSON_FILE)) {
      changed.remove(LOG_OPTIONS);
    }
    changed.put(LOG_DRIVER, JSON_FILE);
    changed
        .withObjectProperty(LOG_OPTIONS)
        .put("max-size", settings.logMaxSize())
        .put("max-file", String.valueOf(settings.logMaxFile()));
    ObjectNode nofile = JSON.createObjectNode();
    nofile.put("Name", "nofile").put("Hard", settings.nofile()).put("Soft", settings.nofile());
    changed.withObjectProperty(LIMITS).set("nofile", nofile);
    changed.put(LIVE_RESTORE, settings.liveRestore());
    return new DockerDaemonFile(changed);
  }

  /** The same with containers that outlive the engine, or not. */
  public DockerDaemonFile withLiveRestore(boolean on) {
    ObjectNode changed = root.deepCopy();
    changed.put(LIVE_RESTORE, on);
    return new DockerDaemonFile(changed);
  }

  /** Whether containers outlive an engine that has read it. */
  public boolean liveRestore() {
    return root.path(LIVE_RESTORE).asBoolean(false);
  }

  /** Whether it says the same, however it is written. */
  public boolean sameAs(DockerDaemonFile other) {
    return root.equals(other.root);
  }

  /** Each setting by its path, such as {@code log-opts.max-size}. */
  public SortedMap<String, String> settings() {
    SortedMap<String, String> all = new TreeMap<>();
    add(all, "", root);
    return all;
  }

  private static void add(SortedMap<String, String> all, String path, JsonNode value) {
    if (!(value instanceof ObjectNode object) || object.isEmpty()) {
      if (!path.isEmpty()) {
        all.put(path, value.isTextual() ? value.asText() : value.toString());
      }
      return;
    }
    object
        .properties()
        .forEach(entry ->
            add(
                all,
                path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                entry.getValue()));
  }

  /** The whole file. */
  public String base64() {
    try {
      String text = WRITER.writeValueAsString(root) + "\n";
      return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
