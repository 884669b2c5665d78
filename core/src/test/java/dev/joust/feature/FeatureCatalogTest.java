// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.NotFoundException;
import dev.joust.schema.Types;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureCatalogTest {
    private static Feature feature(String column, String udf, int version) {
        return Feature.of(column, Types.INT32)
                .udf(udf)
                .version(version)
                .from("x", InputType.INT)
                .map(x -> x);
    }

    @Test
    void findsFunctionsByNameOrByTheirOnlyColumn() {
        Feature boxes = feature("area", "area.boxes", 1);
        Feature model = feature("area", "area.model", 1);
        Feature other = feature("other", "other", 1);
        FeatureCatalog catalog = FeatureCatalog.of(List.of(boxes, model, other));

        assertThat(catalog.feature("area.model")).isSameAs(model);
        assertThat(catalog.feature("other")).isSameAs(other);
        assertThat(catalog.features()).containsExactly(boxes, model, other);
        assertThatThrownBy(() -> catalog.feature("area"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage(
                        "Cannot find feature 'area' in this program: it has no feature of this name; the nearest are"
                                + " 'area.boxes', 'area.model'");
    }

    @Test
    void twoFunctionsCannotHaveOneName() {
        assertThatThrownBy(() -> FeatureCatalog.of(List.of(feature("a", "same", 1), feature("a", "same", 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Two functions have one name: ");
    }
}
