// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.driving.Image;
import dev.joust.error.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    @TempDir
    Path root;

    private final ProblemLog problems = new ProblemLog();

    @Test
    void readsJpegAndPngInTheOrderOfTheirPaths() throws IOException {
        TestDataset files = new TestDataset()
                .image("b.png", 10, 5)
                .image("a/z.JPG", 8, 4)
                .image("c.jpeg", 6, 3)
                .text("readme.txt", "no image")
                .image("a/._z.jpg", 8, 4);
        files.unpack(root);

        assertThat(read(OnError.FAIL))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        new Image("a/z", "a/z.JPG", files.content("a/z.JPG"), 8, 4),
                        new Image("b", "b.png", files.content("b.png"), 10, 5),
                        new Image("c", "c.jpeg", files.content("c.jpeg"), 6, 3));
        assertThat(problems.count()).isZero();
    }

    @Test
    void reportsBrokenImagesAndDoubleIds() throws IOException {
        TestDataset files =
                new TestDataset().image("a.jpg", 8, 8).image("a.png", 8, 8).image("b.png", 8, 8);
        byte[] png = files.content("b.png");
        files.bytes("b.png", Arrays.copyOf(png, png.length - 4))
                .bytes("c.jpg", new byte[0])
                .unpack(root);

        assertThat(read(OnError.SKIP).stream().map(Image::path)).containsExactly("a.jpg");
        assertThat(problems.first())
                .containsExactly(
                        new Problem("a.png", "image id 'a' occurs in another file too, and was read there"),
                        new Problem(
                                "b.png",
                                "it is cut off after " + (png.length - 4)
                                        + " bytes: its last 4096 bytes hold no end marker (IEND)"),
                        new Problem("c.jpg", "it is empty"));
    }

    @Test
    void followsNoLinkAndReportsThoseThatLeadOut() throws IOException {
        Path inside = root.resolve("inside");
        new TestDataset()
                .image("inside/a.jpg", 8, 8)
                .image("outside/b.jpg", 8, 8)
                .unpack(root);
        Files.createSymbolicLink(inside.resolve("again.jpg"), inside.resolve("a.jpg"));
        Files.createSymbolicLink(inside.resolve("loop"), inside);
        Files.createSymbolicLink(inside.resolve("out"), root.resolve("outside"));
        Files.createSymbolicLink(inside.resolve("passwords.jpg"), root.resolve("outside/b.jpg"));
        root = inside;

        assertThat(read(OnError.SKIP).stream().map(Image::path)).containsExactly("a.jpg");
        assertThat(problems.first())
                .containsExactlyInAnyOrder(
                        new Problem("out", "it is a link that leads out of the folder, or nowhere"),
                        new Problem("passwords.jpg", "it is a link that leads out of the folder, or nowhere"));
    }

    @Test
    void refusesAFolderWithoutImages() {
        assertThatThrownBy(() -> ImageFolder.open(root))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot read images '" + root
                        + "': it holds no file that ends in .jpg, .jpeg or .png; check the path");
    }

    private List<Image> read(OnError policy) {
        List<Image> images = new ArrayList<>();
        ReadOptions options = ReadOptions.defaults().withOnError(policy).withProblems(problems);
        ImageFolder.open(root).images(options).forEachRemaining(images::add);
        return images;
    }
}
