package dev.holdfast.platform.temporal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.holdfast.platform.secret.Keyset;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.codec.PayloadCodecException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;

/** Encrypts whole payloads, with their metadata, before they leave the process. */
public final class EncryptingCodec implements PayloadCodec {
  private static final String ENCODING = "encoding";
  private static final ByteString ENCRYPTED = ByteString.copyFromUtf8("binary/encrypted");
  private static final String KEY_ID = "encryption-key-id";
  private static final byte[] PURPOSE = "temporal-payload".getBytes(StandardCharsets.UTF_8);

  private final Keyset keyset;

  public EncryptingCodec(Keyset keyset) {
    this.keyset = keyset;
  }

  @Override
  public List<Payload> encode(List<Payload> payloads) {
    return payloads.stream().map(this::encrypt).toList();
  }

  /** Decrypts; a payload that is not encrypted passes as it is. */
  @Override
  public List<Payload> decode(List<Payload> payloads) {
    return payloads.stream().map(this::decrypt).toList();
  }

  private Payload encrypt(Payload payload) {
    return Payload.newBuilder()
        .putMetadata(ENCODING, ENCRYPTED)
        .putMetadata(KEY_ID, ByteString.copyFromUtf8(keyset.currentKeyId()))
        .setData(ByteString.copyFrom(keyset.encrypt(payload.toByteArray(), PURPOSE)))
        .build();
  }

  private Payload decrypt(Payload payload) {
    if (!ENCRYPTED.equals(payload.getMetadataMap().get(ENCODING))) {
      return payload;
    }
    try {
      return Payload.parseFrom(keyset.decrypt(payload.getData().toByteArray(), PURPOSE));
    } catch (GeneralSecurityException | InvalidProtocolBufferException e) {
      ByteString keyId = payload.getMetadataOrDefault(KEY_ID, ByteString.copyFromUtf8("unknown"));
      throw new PayloadCodecException(
          "A payload of key " + keyId.toStringUtf8() + " cannot be decrypted with the keys here",
          e);
    }
  }
}
