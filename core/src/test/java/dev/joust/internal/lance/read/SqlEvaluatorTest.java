// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.OneBatch;
import dev.joust.internal.lance.disk.Durability;
import dev.joust.internal.lance.guard.SqlText;
import dev.joust.internal.lance.read.SqlEvaluator.Output;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SqlEvaluatorTest {
    private static final Schema SCHEMA = new Schema(List.of(
            Field.notNullable("id", new ArrowType.Int(64, true)),
            Field.nullable("text", ArrowType.Utf8.INSTANCE),
            Field.nullable("Upper, ]", new ArrowType.Int(64, true)),
            Field.nullable("has_person", ArrowType.Bool.INSTANCE),
            Field.nullable("_rowid", new ArrowType.Int(64, false))));
    private static final String WHAT = "read table 'frames'";

    private final BufferAllocator root = new RootAllocator();
    private final LanceStore store =
            new LanceStore(root.newChildAllocator("test", 0, Long.MAX_VALUE), Map.of(), Durability.UNSYNCED);

    @AfterEach
    void everyByteIsGivenBack() {
        store.close();
        assertThat(root.getAllocatedMemory()).isZero();
        root.close();
    }

    private ArrowReader rows(int count) {
        VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, store.allocator());
        for (int i = 0; i < count; i++) {
            ((BigIntVector) batch.getVector("id")).setSafe(i, i);
            ((VarCharVector) batch.getVector("text")).setSafe(i, ("row " + i).getBytes(StandardCharsets.UTF_8));
            ((BigIntVector) batch.getVector("Upper, ]")).setSafe(i, i % 3);
            ((UInt8Vector) batch.getVector("_rowid")).setSafe(i, 1000 + i);
        }
        batch.setRowCount(count);
        return new OneBatch(store.allocator(), batch);
    }

    private static List<String> read(SqlEvaluator evaluator, ArrowReader input) throws Exception {
        List<String> rows = new ArrayList<>();
        try (ArrowReader reader = evaluator.evaluate(input)) {
            while (reader.loadNextBatch()) {
                VectorSchemaRoot batch = reader.getVectorSchemaRoot();
                for (int i = 0; i < batch.getRowCount(); i++) {
                    List<String> values = new ArrayList<>();
                    for (FieldVector vector : batch.getFieldVectors()) {
                        values.add(String.valueOf(vector.getObject(i)));
                    }
                    rows.add(String.join("|", values));
                }
            }
        }
        return rows;
    }

    private SqlEvaluator of(Output... outputs) {
        return SqlEvaluator.of(store, SCHEMA, List.of(outputs), WHAT);
    }

    @Test
    void mixesStoredAndComputedColumnsInTheOrderAsked() throws Exception {
        SqlEvaluator evaluator = of(
                Output.computed("next", "id + 1"),
                Output.stored("text"),
                Output.computed("mod", "\"Upper, ]\" * 10"),
                Output.computed("row", "_rowid"));

        assertThat(evaluator.schema().getFields().stream().map(Field::toString))
                .containsExactly("next: Int(64, true)", "text: Utf8", "mod: Int(64, true)", "row: Int(64, false)");
        assertThat(evaluator.columnsRead()).containsExactly("id", "Upper, ]", "_rowid");
        assertThat(evaluator.inputs()).containsExactly("id", "Upper, ]", "_rowid", "text");
        assertThat(read(evaluator, rows(3))).containsExactly("1|row 0|0|1000", "2|row 1|10|1001", "3|row 2|20|1002");
    }

    @Test
    void passesAColumnOnUnderAnotherName() throws Exception {
        SqlEvaluator plain = of(Output.renamed("source", "_rowid"), Output.stored("id"));
        SqlEvaluator filtering = SqlEvaluator.of(
                store,
                SCHEMA,
                List.of(Output.renamed("source", "_rowid"), Output.computed("next", "id + 1")),
                "id % 400 = 399",
                WHAT);

        assertThat(plain.schema().getFields().get(0)).hasToString("source: Int(64, false)");
        assertThat(plain.inputs()).containsExactly("_rowid", "id");
        assertThat(read(plain, rows(2))).containsExactly("1000|0", "1001|1");
        assertThat(read(filtering, rows(1_000))).containsExactly("1399|400", "1799|800");
    }

    @Test
    void keepsTheOrderOfBatchesThatSqlAnswersInPieces() throws Exception {
        List<String> all = read(of(Output.stored("text"), Output.computed("x", "id * 2")), rows(20_000));

        assertThat(all).hasSize(20_000);
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i)).isEqualTo("row " + i + "|" + 2 * i);
        }
    }

    @Test
    void keepsOnlyRowsForWhichTheFilterIsTrue() throws Exception {
        SqlEvaluator evaluator = SqlEvaluator.of(
                store,
                SCHEMA,
                List.of(Output.stored("text"), Output.computed("x", "id * 2")),
                "`Upper, ]` = 1 -- every third",
                WHAT);

        assertThat(read(evaluator, rows(7))).containsExactly("row 1|2", "row 4|8");
    }

    @Test
    void computesConstantsForEachRow() throws Exception {
        assertThat(read(of(Output.computed("one", "1")), rows(2))).containsExactly("1", "1");
    }

    @Test
    void passesColumnsOnWhenNothingIsComputed() throws Exception {
        assertThat(read(of(Output.stored("text")), rows(2))).containsExactly("row 0", "row 1");
    }

    @Test
    void readsColumnsEvenWhereTheirValueCouldBeFolded() {
        assertThat(of(Output.computed("x", "id IS NULL")).columnsRead()).containsExactly("id");
    }

    @Test
    void namesTheNearestColumnForOneThatIsMissing() {
        assertRefused(
                "hasperson OR id > 1",
                "Cannot read table 'frames': there is no column 'hasperson'; did you mean 'has_person'?");
        assertRefused(
                "Has_Person1 IS NULL",
                "Cannot read table 'frames': there is no column 'has_person1'; did you mean 'has_person'?");
    }

    @Test
    void refusesWhatIsNotOneExpression() {
        assertRefused("", "Cannot read table 'frames': the SQL expression is empty; write one such as: id > 10");
        assertRefused(
                "id; DROP TABLE t",
                "Cannot read table 'frames': there is a ';' in the SQL expression 'id; DROP TABLE t'; write one"
                        + " expression, without a ';'");
        assertRefused(
                "id) FROM t WHERE (id > 1",
                "Cannot read table 'frames': the parentheses in 'id) FROM t WHERE (id > 1' do not match; close each one"
                        + " that is opened");
        assertRefused(
                "id) AS v0 FROM t --",
                "Cannot read table 'frames': the parentheses in 'id) AS v0 FROM t --' do not match; close each one that"
                        + " is opened");
        assertRefused(
                "text = 'a",
                "Cannot read table 'frames': a quote in 'text = 'a' is not closed; close it with another '");
    }

    @Test
    void refusesWhatDoesNotGiveOneValueForEachRow() {
        assertRefused(
                "count(*)",
                "Cannot read table 'frames': 'count(*)' does not give one value for each row by itself; use a whole"
                        + " SELECT for sums, windows and subqueries");
        assertRefused(
                "sum(id) OVER ()",
                "Cannot read table 'frames': 'sum(id) OVER ()' does not give one value for each row by itself; use a"
                        + " whole SELECT for sums, windows and subqueries");
    }

    @Test
    void saysWhatIsWrongWithTypesAndFunctions() {
        assertRefused(
                "id + text",
                "Cannot read table 'frames': Cannot coerce arithmetic expression Int64 + Utf8 to valid types; correct"
                        + " the SQL");
        assertRefused(
                "lenght(text)",
                "Cannot read table 'frames': there is no function 'lenght'; see the functions of DataFusion's SQL");
    }

    @Test
    void saysWhatWentWrongWithARow() {
        assertThatThrownBy(() -> read(of(Output.computed("x", "1 / (id - 1)")), rows(3)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot read table 'frames': Divide by zero error; correct the SQL");
    }

    @Test
    void knowsVolatileExpressions() {
        assertThat(SqlText.expression("random() < 0.5", WHAT).isVolatile()).isTrue();
        assertThat(SqlText.expression("Current_Date > x", WHAT).isVolatile()).isTrue();
        assertThat(SqlText.expression("now > 'now()'", WHAT).isVolatile()).isFalse();
    }

    private void assertRefused(String sql, String message) {
        assertThatThrownBy(() -> of(Output.computed("x", sql)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(message);
    }
}
