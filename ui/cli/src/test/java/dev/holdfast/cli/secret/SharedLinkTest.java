package dev.holdfast.cli.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedLinkTest {
  private static final String URL =
      "http://127.0.0.1:8080/shared/hfs_0123456789012345678901234567890123456789abc";
  private static final String LINK =
      "{\"url\":\"%s\",\"version\":2,\"expiresAt\":\"2026-11-28T09:00:00Z\"}".formatted(URL);
  private static final int SCALE = 4;

  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldShowALinkAndACodeThatOthersCanRead(@TempDir Path directory) throws Exception {
    platform.answers("POST /secrets/wifi/share", LINK);
    Path png = directory.resolve("wifi.png");

    Cli.Result shared =
        Cli.at(platform.url())
            .onTerminal(Cli.TERMINAL)
            .run("secret", "share", "wifi", "--expires", "15m", "--png", png.toString());

    assertThat(Json.parse(platform.request("POST /secrets/wifi/share").body()))
        .isEqualTo(Json.parse("{\"seconds\":900}"));
    List<String> lines = shared.out().lines().toList();
    assertThat(lines.getLast()).isEqualTo(URL);
    assertThat(shared.err()).contains("It shows wifi, version 2, once, until ");
    assertThat(read(ImageIO.read(png.toFile()))).isEqualTo(URL);
    assertThat(read(picture(lines.subList(0, lines.size() - 1)))).isEqualTo(URL);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(png)))
        .isEqualTo("rw-------");
  }

  @Test
  void shouldPrintTheLinkAloneForPrograms(@TempDir Path directory) throws IOException {
    platform.answers("POST /secrets/wifi/share", LINK);

    assertThat(Cli.at(platform.url()).run("secret", "share", "wifi").out()).isEqualTo(URL + "\n");
    Path png = Files.createFile(directory.resolve("mine.png"));
    Cli.Result refused =
        Cli.at(platform.url()).run("secret", "share", "wifi", "--png", png.toString());
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("is there already");
    assertThat(png).isEmptyFile();
  }

  /** What a camera would see of a terminal, whose blocks are light on dark. */
  private static BufferedImage picture(List<String> lines) {
    List<String> rows =
        lines.stream().map(line -> line.replaceAll("\u001b\\[[0-9;]*m", "")).toList();
    int width = rows.getFirst().length();
    BufferedImage image =
        new BufferedImage(width * SCALE, rows.size() * 2 * SCALE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        char block = rows.get(y / (2 * SCALE)).charAt(x / SCALE);
        boolean upper = y / SCALE % 2 == 0;
        boolean light = block == '█' || block == (upper ? '▀' : '▄');
        image.setRGB(x, y, light ? 0xffffff : 0);
      }
    }
    return image;
  }

  private static String read(BufferedImage image) throws ReaderException {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    var bitmap =
        new BinaryBitmap(
            new HybridBinarizer(
                new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels)));
    return new QRCodeReader().decode(bitmap).getText();
  }
}
