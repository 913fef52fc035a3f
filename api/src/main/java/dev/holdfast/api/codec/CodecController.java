package dev.holdfast.api.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.temporal.EncryptingCodec;
import dev.holdfast.platform.temporal.TemporalConnection;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.payload.codec.PayloadCodecException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Temporal's remote codec protocol: payloads in, payloads out, as the JSON of their protobufs. */
@RestController
@RequestMapping(path = "/api/v1/codec", produces = MediaType.APPLICATION_JSON_VALUE)
final class CodecController {
  private final EncryptingCodec codec;

  CodecController(TemporalConnection temporal) {
    this.codec = temporal.codec();
  }

  @Requires(value = "temporal:administer", on = Requires.On.INSTALLATION)
  @PostMapping("/encode")
  String encode(@RequestBody String payloads) {
    return convert(payloads, codec::encode);
  }

  @Requires(value = "temporal:administer", on = Requires.On.INSTALLATION)
  @PostMapping("/decode")
  String decode(@RequestBody String payloads) {
    return convert(payloads, codec::decode);
  }

  private static String convert(String text, UnaryOperator<List<Payload>> conversion) {
    try {
      Payloads.Builder payloads = Payloads.newBuilder();
      JsonFormat.parser().ignoringUnknownFields().merge(text, payloads);
      List<Payload> converted = conversion.apply(payloads.getPayloadsList());
      return JsonFormat.printer().print(Payloads.newBuilder().addAllPayloads(converted).build());
    } catch (InvalidProtocolBufferException e) {
      throw ApiException.of(
          HttpStatus.BAD_REQUEST,
          "malformed-payloads",
          "The body is not a list of Temporal's payloads.");
    } catch (PayloadCodecException e) {
      throw ApiException.of(
          HttpStatus.UNPROCESSABLE_CONTENT, "undecryptable", String.valueOf(e.getMessage()));
    }
  }
}
