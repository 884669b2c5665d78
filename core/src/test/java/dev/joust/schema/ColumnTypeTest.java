// SPDX-License-Identifier: Apache-2.0
package dev.joust.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ColumnTypeTest {
    @Test
    void hasTheNamesThatUsersKnow() {
        assertThat(Types.BOOL).hasToString("bool");
        assertThat(Types.INT32).hasToString("int32");
        assertThat(Types.UINT64).hasToString("uint64");
        assertThat(Types.FLOAT16).hasToString("float16");
        assertThat(Types.STRING).hasToString("utf8");
        assertThat(Types.LARGE_BINARY).hasToString("large_binary");
        assertThat(Types.fixedBinary(16)).hasToString("fixed_size_binary[16]");
        assertThat(Types.TIMESTAMP).hasToString("timestamp[us]");
        assertThat(Types.INSTANT).hasToString("timestamp[us, UTC]");
        assertThat(Types.DATE).hasToString("date32");
        assertThat(Types.TIME).hasToString("time64[us]");
        assertThat(Types.decimal(10, 2)).hasToString("decimal128(10,2)");
        assertThat(Types.NULL).hasToString("null");
    }

    @Test
    void namesNestedTypesFromOutsideIn() {
        assertThat(Types.listOf(Types.listOf(Types.FLOAT32))).hasToString("list<list<float32>>");
        assertThat(Types.vector(512)).hasToString("fixed_size_list<float32>[512]");
        assertThat(Types.struct(Column.of("a", Types.INT32), Column.of("b", Types.STRING)))
                .hasToString("struct<a:int32,b:utf8>");
        assertThat(new ColumnType.DictionaryOf(new ColumnType.Int(32, true), Types.STRING))
                .hasToString("dictionary<int32,utf8>");
    }

    @Test
    void refusesSizesThatDoNotExist() {
        assertThatThrownBy(() -> new ColumnType.Int(12, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bits must be 8, 16, 32 or 64 but was 12");
        assertThatThrownBy(() -> Types.vector(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dimension must be positive but was 0");
        assertThatThrownBy(() -> Types.decimal(77, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("precision must be in 1 to 76 but was 77");
    }
}
