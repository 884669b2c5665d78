// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.internal.pixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.vision.internal.onnx.ModelFolder;
import dev.joust.vision.internal.pixels.AntialiasedResize.Filter;
import dev.joust.vision.internal.pixels.Preprocessing.Crop;
import dev.joust.vision.internal.pixels.Preprocessing.Resize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreprocessingJsonTest {
    private static final String COLORS = "\"image_mean\":[0,0,0],\"image_std\":[1,1,1]";

    @TempDir
    Path folder;

    private Preprocessing read(String json) throws IOException {
        Files.writeString(folder.resolve(PreprocessingJson.FILE), json);
        return PreprocessingJson.read(
                ModelFolder.at(folder.toString()).find(PreprocessingJson.FILE).orElseThrow());
    }

    @Test
    void readsOpenAisOldAndNewForm() throws IOException {
        String constants = "\"image_mean\":[0.48145466,0.4578275,0.40821073],"
                + "\"image_std\":[0.26862954,0.26130258,0.27577711],\"do_normalize\":true,\"resample\":3";

        assertThat(read("{\"size\":224,\"do_resize\":true,\"crop_size\":224,\"do_center_crop\":true," + constants
                        + "}"))
                .isEqualTo(Preprocessing.CLIP);
        assertThat(read("{\"size\":{\"shortest_edge\":224},\"crop_size\":{\"height\":224,\"width\":224}," + constants
                        + "}"))
                .isEqualTo(Preprocessing.CLIP);
    }

    @Test
    void readsAnExactSizeWithoutCrop() throws IOException {
        Preprocessing how = read("{\"size\":{\"height\":160,\"width\":288},\"do_center_crop\":false,"
                + "\"crop_size\":{\"height\":1,\"width\":1},\"resample\":2,\"do_rescale\":false," + COLORS + "}");

        assertThat(how.resize()).isEqualTo(new Resize.Exact(288, 160));
        assertThat(how.crop()).isEqualTo(new Crop.None());
        assertThat(how.filter()).isEqualTo(Filter.BILINEAR);
        assertThat(how.scale()).isEqualTo(1);
    }

    @Test
    void saysWhatItCannotRead() {
        String file = folder.resolve(PreprocessingJson.FILE).toString();
        String end = "; take the one that belongs to the model";

        assertThatThrownBy(() -> read("{\"size\":0," + COLORS + "}"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot read '" + file + "': 'size' must be a number of pixels from 1 to 8192 but is 0" + end);
        assertThatThrownBy(() -> read("{\"size\":{\"height\":4}," + COLORS + "}"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot read '" + file
                        + "': 'size.width' must be a number of pixels from 1 to 8192 but is missing" + end);
        assertThatThrownBy(() -> read("{\"size\":4,\"resample\":1," + COLORS + "}"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot read '" + file
                        + "': 'resample' is 1, where 2 (bilinear) and 3 (bicubic) are supported" + end);
        assertThatThrownBy(() -> read("{\"size\":4,\"image_mean\":[1],\"image_std\":[1,1,1]}"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot read '" + file + "': 'image_mean' must be three numbers but is [1]" + end);
        assertThatThrownBy(() -> read("{\"size\":4,"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot read '" + file + "': line 1, column 11: it ends in the middle of its JSON" + end);
    }
}
