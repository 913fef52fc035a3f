package dev.holdfast.platform.temporal;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.secret.Keyset;
import dev.holdfast.platform.tls.ClientTls;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.serviceclient.GrpcCompression;
import io.temporal.serviceclient.SimpleSslContextBuilder;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client of the platform's Temporal with mutual TLS, whose payloads are encrypted. It connects
 * when it is first used, and again whenever it has to.
 */
public final class TemporalConnection implements AutoCloseable {
  private final EncryptingCodec codec;
  private final WorkflowServiceStubs service;
  private final WorkflowClient client;

  /**
   * @throws UncheckedIOException if a file of the keys or certificates cannot be read
   */
  public TemporalConnection(PlatformConfig config) {
    this(config.temporal(), new Keyset(Path.of(config.keysDirectory()).resolve(Keyset.PAYLOADS)));
  }

  public TemporalConnection(PlatformConfig.Temporal temporal, Keyset payloadKeys) {
    this.codec = new EncryptingCodec(payloadKeys);
    var options =
        WorkflowServiceStubsOptions.newBuilder()
            .setTarget(temporal.address())
            .setEnableKeepAlive(true)
            // What is encrypted does not get smaller, and both sides would compress each message.
            .setGrpcCompression(GrpcCompression.NONE)
            .setConnectionBackoffResetFrequency(Duration.ofSeconds(5))
            .setGrpcReconnectFrequency(Duration.ofMinutes(1));
    PlatformConfig.Tls tls = temporal.tls();
    if (tls != null) {
      secure(options, tls);
    }
    this.service = WorkflowServiceStubs.newServiceStubs(options.validateAndBuildWithDefaults());
    this.client =
        WorkflowClient.newInstance(
            service,
            WorkflowClientOptions.newBuilder()
                .setNamespace(temporal.namespace())
                .setDataConverter(dataConverter(codec))
                .build());
  }

  /** How everything that goes to Temporal is written: JSON, encrypted, failures included. */
  public static DataConverter dataConverter(EncryptingCodec codec) {
    return new CodecDataConverter(
        DefaultDataConverter.newDefaultInstance()
            .withFailureConverter(new ShortFailures())
            .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(JsonPayloads.mapper())),
        List.of(codec),
        true);
  }

  public WorkflowClient client() {
    return client;
  }

  public WorkflowServiceStubs service() {
    return service;
  }

  public EncryptingCodec codec() {
    return codec;
  }

  @Override
  public void close() {
    service.shutdownNow();
    service.awaitTermination(5, TimeUnit.SECONDS);
  }

  private static void secure(WorkflowServiceStubsOptions.Builder options, PlatformConfig.Tls tls) {
    try (InputStream cert = open(tls.certFile());
        InputStream key = open(tls.keyFile())) {
      SimpleSslContextBuilder ssl =
          cert == null || key == null
              ? SimpleSslContextBuilder.noKeyOrCertChain()
              : SimpleSslContextBuilder.forPKCS8(cert, key);
      if (tls.caFile() != null) {
        ssl.setTrustManager(ClientTls.trust(Path.of(tls.caFile())).getTrustManagers()[0]);
      }
      options.setSslContext(ssl.build());
      String serverName = tls.serverName();
      if (serverName != null) {
        options.setChannelInitializer(channel -> channel.overrideAuthority(serverName));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable InputStream open(@Nullable String file) throws IOException {
    return file == null ? null : new ByteArrayInputStream(Files.readAllBytes(Path.of(file)));
  }
}
