// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.internal.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxModelTest {
    private static final Device ONE_THREAD = new Device(1, OptionalInt.empty());
    private static final Device TWO_THREADS = new Device(2, OptionalInt.empty());

    @TempDir
    Path folder;

    private ModelFile file;
    private final int before = OnnxModel.SESSIONS.count();

    @BeforeEach
    void copyTheTinyModel() throws IOException {
        try (InputStream in = OnnxModelTest.class.getResourceAsStream("/dev/joust/vision/tiny-clip/text_model.onnx")) {
            file = ModelFile.of(Files.write(folder.resolve("model.onnx"), in.readAllBytes()));
        }
    }

    private int loaded() {
        return OnnxModel.SESSIONS.count() - before;
    }

    @Test
    void loadsAModelOnceForAllItsUsersAndFreesItWithTheLast() {
        OnnxModel first = OnnxModel.load(file, ONE_THREAD);
        OnnxModel second = OnnxModel.load(file, ONE_THREAD);
        assertThat(loaded()).isEqualTo(1);

        first.close();
        first.close();
        assertThat(loaded()).isEqualTo(1);
        assertThat(second.outputs()).isNotEmpty();

        second.close();
        assertThat(loaded()).isZero();
    }

    @Test
    void loadsACopyOfAFileOnceWithItAndAnewForAnotherNumberOfThreads() throws IOException {
        byte[] content = file.bytes();
        ModelFile other = ModelFile.of(Files.write(folder.resolve("other.onnx"), content));
        try (OnnxModel one = OnnxModel.load(file, ONE_THREAD);
                OnnxModel same = OnnxModel.load(other, ONE_THREAD);
                OnnxModel two = OnnxModel.load(file, TWO_THREADS)) {
            assertThat(same).hasToString(folder.resolve("other.onnx").toString());
            assertThat(List.of(one, two)).extracting(OnnxModel::outputs).containsOnly(same.outputs());
            assertThat(loaded()).isEqualTo(2);
        }
        assertThat(loaded()).isZero();
    }

    @Test
    void loadsAModelThatComputesWithSeveralThreadsForEachOfItsUsers() {
        try (OnnxModel one = OnnxModel.load(file, TWO_THREADS);
                OnnxModel other = OnnxModel.load(file, TWO_THREADS)) {
            assertThat(loaded()).isEqualTo(2);
            assertThat(other.outputs()).isEqualTo(one.outputs());
        }
        assertThat(loaded()).isZero();
    }

    @Test
    void keepsNothingOfAModelThatCannotBeLoaded() throws IOException {
        ModelFile broken = ModelFile.of(Files.write(folder.resolve("broken.onnx"), new byte[] {8, 7, 6}));

        assertThatThrownBy(() -> OnnxModel.load(broken, ONE_THREAD)).isInstanceOf(InvalidRequestException.class);
        assertThat(loaded()).isZero();
    }

    @Test
    void isLoadedOnceByManyThreads() {
        List<OnnxModel> models = IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> OnnxModel.load(file, ONE_THREAD))
                .toList();
        assertThat(loaded()).isEqualTo(1);

        models.parallelStream().forEach(OnnxModel::close);
        assertThat(loaded()).isZero();
    }
}
