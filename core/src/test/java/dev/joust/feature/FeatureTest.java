// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.schema.Column;
import dev.joust.schema.Types;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureTest {
    private static FeatureDraft draft() {
        return Feature.of("size", Types.INT32)
                .version(2)
                .parameter("unit", "px")
                .model("clip", "abc");
    }

    @Test
    void describesColumnsFunctionAndInputs() {
        Feature feature = draft().and("kind", Types.STRING)
                .udf("size.boxes")
                .from("width", InputType.INT)
                .from("height", InputType.INT)
                .from("names", InputType.listOf(InputType.STRING))
                .map((width, height, names) -> List.of(width * height, names.get(0)));

        assertThat(feature.name()).isEqualTo("size");
        assertThat(feature.outputs()).containsExactly(Column.of("size", Types.INT32), Column.of("kind", Types.STRING));
        assertThat(feature.identity().udf()).isEqualTo("size.boxes");
        assertThat(feature.identity().version()).isEqualTo(2);
        assertThat(feature.identity().inputs()).containsExactly("width", "height", "names");
        assertThat(feature.identity().classHash()).matches("[0-9a-f]{64}");
        assertThat(feature.acceptsNull()).isFalse();
    }

    @Test
    void theHashOfAnIdentityNeverChanges() {
        Feature feature = draft().from("width", InputType.INT).map(width -> width);

        assertThat(feature.identity().hash())
                .isEqualTo("1c1e74c8bb369e68116e0dca9b5087854319c32f691faa9a342a8e94d4c7165d");
        assertThat(feature.identity()).hasToString("'size' version 2 (hash 1c1e74c8bb36)");
    }

    @Test
    void everythingThatDecidesValuesIsInTheHash() {
        String hash = draft().from("width", InputType.INT)
                .map(width -> width)
                .identity()
                .hash();

        assertThat(List.of(
                        draft().version(3).from("width", InputType.INT).map(w -> w),
                        draft().udf("other").from("width", InputType.INT).map(w -> w),
                        draft().parameter("unit", "cm")
                                .from("width", InputType.INT)
                                .map(w -> w),
                        draft().model("clip", "abd")
                                .from("width", InputType.INT)
                                .map(w -> w),
                        draft().from("height", InputType.INT).map(w -> w)))
                .extracting(feature -> feature.identity().hash())
                .doesNotContain(hash)
                .doesNotHaveDuplicates();
    }

    @Test
    void aFunctionMustDeclareAVersion() {
        assertThatThrownBy(() -> Feature.of("size", Types.INT32)
                        .from("width", InputType.INT)
                        .map(width -> width))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Feature 'size' needs a version; call version(1)");
    }

    @Test
    void inputTypesAcceptOnlyColumnsThatFit() {
        assertThat(InputType.INT.accepts(Types.INT16)).isTrue();
        assertThat(InputType.INT.accepts(Types.INT64)).isFalse();
        assertThat(InputType.LONG.accepts(Types.UINT64)).isTrue();
        assertThat(InputType.DOUBLE.accepts(Types.INT32)).isTrue();
        assertThat(InputType.FLOATS.accepts(Types.vector(3))).isTrue();
        assertThat(InputType.FLOATS.accepts(Types.vector(Types.FLOAT64, 3))).isFalse();
        assertThat(InputType.BYTES.accepts(Types.LARGE_BINARY)).isTrue();
        assertThat(InputType.listOf(InputType.STRING).accepts(Types.listOf(Types.STRING)))
                .isTrue();
        assertThat(InputType.listOf(InputType.STRING).accepts(Types.listOf(Types.INT32)))
                .isFalse();
        assertThat(InputType.listOf(InputType.LONG).convert(java.util.Arrays.asList(1, null)))
                .containsExactly(1L, null);
        assertThat(InputType.listOf(InputType.STRING)).hasToString("a list of text");
    }
}
