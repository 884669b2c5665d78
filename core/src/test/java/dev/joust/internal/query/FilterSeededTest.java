// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import static dev.joust.filter.Filter.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.filter.Filter;
import dev.joust.index.Index;
import dev.joust.schema.Column;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random filters over random rows against a naive model with SQL's three truth values. */
class FilterSeededTest {
    private static final String NESTED = "Box.Wide part";
    private static final TableSchema SCHEMA = TableSchema.builder()
            .required("id", Types.INT64)
            .column("tiny", Types.INT8)
            .column("long", Types.INT64)
            .column("u32", Types.UINT32)
            .column("half", Types.FLOAT16)
            .column("float", Types.FLOAT32)
            .column("double", Types.FLOAT64)
            .column("money", Types.decimal(10, 2))
            .column("Te'xt \"q\"", Types.STRING)
            .column("select", Types.LARGE_STRING)
            .column("bytes", Types.BINARY)
            .column("fixed", Types.fixedBinary(2))
            .column("local", Types.TIMESTAMP)
            .column("instant", Types.INSTANT)
            .column("day", Types.DATE)
            .column("clock", Types.TIME)
            .column("yes", Types.BOOL)
            .column("Box", Types.struct(Column.of("Wide part", Types.INT32)))
            .build();

    /** Texts that would mean something else if they became SQL or a pattern. */
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "ab",
            "b",
            "it's",
            "''",
            "\\",
            "\\'",
            "a\\%",
            "%",
            "_",
            "50%",
            "a_b",
            "axb",
            "--",
            "a -- b",
            "/* a",
            "*/",
            "?",
            "'; DROP TABLE t; --",
            "' OR '1'='1",
            "\"a\"",
            "`a`",
            "a\nb",
            "a\tb",
            "Ä",
            "\u00e4",
            "\uD83D\uDE00",
            "a\uD83D\uDE00b",
            "\u202eab",
            "NULL",
            "$1",
            "{}",
            "\u0000",
            "a\u0000b");

    /** What columns hold, by name; small sets, so that values meet. */
    private static final Map<String, List<Object>> DOMAIN = new LinkedHashMap<>();

    static {
        DOMAIN.put("tiny", List.of((byte) -128, (byte) -1, (byte) 0, (byte) 5, (byte) 127));
        DOMAIN.put("long", List.of(Long.MIN_VALUE, -1L, 0L, 1L, 1L << 53, (1L << 53) + 1, Long.MAX_VALUE));
        DOMAIN.put("u32", List.of(0L, 1L, 2_147_483_648L, 4_294_967_295L));
        DOMAIN.put("half", List.of(-1f, 0f, 0.5f, 65504f));
        DOMAIN.put(
                "float",
                List.of(-0.1f, -0f, 0f, 0.1f, 16_777_216f, Float.MIN_VALUE, Float.MAX_VALUE, Float.POSITIVE_INFINITY));
        DOMAIN.put(
                "double",
                List.of(
                        Double.NEGATIVE_INFINITY,
                        -1e-300,
                        -0.0,
                        0.0,
                        0.1,
                        0.30000000000000004,
                        1e300,
                        Double.MIN_VALUE,
                        Double.NaN));
        DOMAIN.put(
                "money",
                List.of(
                        new BigDecimal("-0.01"),
                        new BigDecimal("0.00"),
                        new BigDecimal("12.00"),
                        new BigDecimal("12.34"),
                        new BigDecimal("99999999.99")));
        DOMAIN.put("Te'xt \"q\"", List.copyOf(TEXTS));
        DOMAIN.put("select", List.copyOf(TEXTS));
        DOMAIN.put("bytes", List.of(new byte[0], new byte[] {0}, new byte[] {39}, new byte[] {1, -1}));
        DOMAIN.put("fixed", List.of(new byte[] {0, 0}, new byte[] {1, -1}));
        DOMAIN.put(
                "local",
                List.of(
                        LocalDateTime.parse("0001-01-01T00:00:00"),
                        LocalDateTime.parse("1969-12-31T23:59:59.999999"),
                        LocalDateTime.parse("2024-02-29T12:00:00.000001"),
                        LocalDateTime.of(12_024, 2, 29, 12, 0)));
        DOMAIN.put(
                "instant",
                List.of(
                        Instant.EPOCH,
                        Instant.parse("1969-12-31T23:59:59.999999Z"),
                        Instant.parse("2024-02-29T12:00:00.000001Z")));
        DOMAIN.put(
                "day",
                List.of(LocalDate.of(1, 1, 1), LocalDate.EPOCH, LocalDate.of(2024, 2, 29), LocalDate.of(12_024, 1, 1)));
        DOMAIN.put("clock", List.of(LocalTime.MIDNIGHT, LocalTime.of(4, 5), LocalTime.of(23, 59, 59, 999_999_000)));
        DOMAIN.put("yes", List.of(true, false));
        DOMAIN.put(NESTED, List.of(-1, 0, 7));
    }

    private static final List<String> COLUMNS = List.copyOf(DOMAIN.keySet());

    @TempDir
    Path lake;

    /** A filter, and what it says of a row: true, false or neither. */
    private record Case(Filter filter, Function<Map<String, @Nullable Object>, @Nullable Boolean> truth) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void choosesTheRowsThatTheModelChooses(long seed) {
        Random random = new Random(seed);
        try (TestTable table = new TestTable(lake, "t" + seed, SCHEMA)) {
            List<Map<String, @Nullable Object>> model = new ArrayList<>();
            for (int part = 0; part < 2; part++) {
                List<Map<String, @Nullable Object>> rows = IntStream.range(0, 120)
                        .mapToObj(i -> row(random, model.size() + i))
                        .toList();
                model.addAll(rows);
                table.append(rows.stream().map(FilterSeededTest::stored).toList());
                if (part == 0) {
                    for (String indexed : List.of("tiny", "double", "money", "instant", "day", "Te'xt \"q\"")) {
                        table.indexes.create(Index.btree(indexed));
                    }
                    table.indexes.create(Index.bitmap("select"));
                }
                for (int i = 0; i < 120; i++) {
                    check(table, model, any(random, 3), "seed " + seed);
                }
            }
        }
    }

    private static void check(TestTable table, List<Map<String, @Nullable Object>> model, Case one, String seed) {
        List<Long> expected = model.stream()
                .filter(row -> Boolean.TRUE.equals(one.truth().apply(row)))
                .map(row -> (Long) row.get("id"))
                .toList();

        assertThat(table.query().where(one.filter()).select("id").rows().stream()
                        .map(row -> row.longValue("id")))
                .as(seed + ": " + one.filter())
                .containsExactlyElementsOf(expected);
        assertThat(table.query().where(one.filter()).count())
                .as(seed + ": " + one.filter())
                .isEqualTo(expected.size());
    }

    private static Map<String, @Nullable Object> row(Random random, long id) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", id);
        DOMAIN.forEach((name, values) -> row.put(name, random.nextInt(5) == 0 ? null : pick(random, values)));
        return row;
    }

    private static Map<String, @Nullable Object> stored(Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> stored = new LinkedHashMap<>(row);
        Map<String, @Nullable Object> box = new LinkedHashMap<>();
        box.put("Wide part", stored.remove(NESTED));
        stored.put("Box", box);
        return stored;
    }

    private static <T> T pick(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static Case any(Random random, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return leaf(random);
        }
        Case a = any(random, depth - 1);
        Case b = any(random, depth - 1);
        return switch (random.nextInt(3)) {
            case 0 ->
                new Case(
                        a.filter().and(b.filter()),
                        row -> and(a.truth().apply(row), b.truth().apply(row)));
            case 1 ->
                new Case(
                        a.filter().or(b.filter()),
                        row -> not(and(not(a.truth().apply(row)), not(b.truth().apply(row)))));
            default -> new Case(a.filter().not(), row -> not(a.truth().apply(row)));
        };
    }

    private static @Nullable Boolean and(@Nullable Boolean a, @Nullable Boolean b) {
        if (Boolean.FALSE.equals(a) || Boolean.FALSE.equals(b)) {
            return false;
        }
        boolean isOpen = a == null || b == null;
        return isOpen ? null : Boolean.TRUE;
    }

    private static @Nullable Boolean not(@Nullable Boolean a) {
        return a == null ? null : !a;
    }

    private static Case leaf(Random random) {
        String name = pick(random, COLUMNS);
        List<Object> domain = Objects.requireNonNull(DOMAIN.get(name));
        boolean isText = domain.get(0) instanceof String;
        int kind = random.nextInt(isText ? 14 : 10);
        Object value = pick(random, domain);
        Object other = pick(random, domain);
        return switch (kind) {
            case 0 -> compared(name, col(name).eq(value), found -> order(found, value) == 0);
            case 1 -> compared(name, col(name).ne(value), found -> order(found, value) != 0);
            case 2 -> compared(name, col(name).lt(value), found -> order(found, value) < 0);
            case 3 -> compared(name, col(name).le(value), found -> order(found, value) <= 0);
            case 4 -> compared(name, col(name).gt(value), found -> order(found, value) > 0);
            case 5 -> compared(name, col(name).ge(value), found -> order(found, value) >= 0);
            case 6 ->
                compared(
                        name,
                        col(name).between(value, other),
                        found -> order(found, value) >= 0 && order(found, other) <= 0);
            case 7 ->
                compared(
                        name,
                        col(name).in(value, other),
                        found -> order(found, value) == 0 || order(found, other) == 0);
            case 8 -> new Case(col(name).isNull(), row -> row.get(name) == null);
            case 9 -> new Case(col(name).in(List.of()), row -> false);
            case 10 ->
                compared(
                        name,
                        col(name).startsWith((String) value),
                        found -> ((String) found).startsWith((String) value));
            case 11 ->
                compared(name, col(name).endsWith((String) value), found -> ((String) found).endsWith((String) value));
            case 12 ->
                compared(name, col(name).contains((String) value), found -> ((String) found).contains((String) value));
            default -> like(random, name, (String) value);
        };
    }

    private static Case like(Random random, String name, String text) {
        String escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        return switch (random.nextInt(3)) {
            case 0 -> compared(name, col(name).like(escaped), text::equals);
            case 1 -> compared(name, col(name).like("%" + escaped + "%"), found -> ((String) found).contains(text));
            default ->
                compared(
                        name,
                        col(name).like("_" + escaped),
                        found -> !((String) found).isEmpty()
                                && ((String) found)
                                        .substring(((String) found).offsetByCodePoints(0, 1))
                                        .equals(text));
        };
    }

    private static Case compared(String name, Filter filter, Function<Object, Boolean> test) {
        return new Case(filter, row -> row.get(name) == null ? null : test.apply(row.get(name)));
    }

    /** The order of SQL: bytes and texts by their bytes, NaN after all numbers, both zeros the same. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static int order(Object a, Object b) {
        if (a instanceof byte[] bytes) {
            return Arrays.compareUnsigned(bytes, (byte[]) b);
        } else if (a instanceof String text) {
            return Arrays.compareUnsigned(
                    text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    ((String) b).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } else if (a instanceof Double || a instanceof Float) {
            return Double.compare(((Number) a).doubleValue() + 0.0, ((Number) b).doubleValue() + 0.0);
        }
        return ((Comparable) a).compareTo(b);
    }
}
