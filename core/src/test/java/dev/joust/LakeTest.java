// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.AlreadyExistsException;
import dev.joust.error.CommitConflictException;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.JoustException;
import dev.joust.error.NotFoundException;
import dev.joust.index.Index;
import dev.joust.schema.Column;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeTest {
    private static final TableSchema SCHEMA = TableSchema.of(Column.required("id", Types.INT64));

    record Frame(long id) {}

    @TempDir
    Path folder;

    @Test
    void createsItsFolderWithTheFirstTable() {
        Path path = folder.resolve("new").resolve("lake");
        try (Lake lake = Joust.open(path)) {
            assertThat(path).doesNotExist();
            assertThat(lake.exists("frames")).isFalse();

            Table created = lake.createTable("frames", SCHEMA);

            assertThat(created.name()).isEqualTo("frames");
            assertThat(created.lake()).isSameAs(lake);
            assertThat(created.schema()).isEqualTo(SCHEMA);
            assertThat(path.resolve("frames.lance").resolve("_versions")).isDirectory();
            assertThat(lake.exists("frames")).isTrue();
            assertThat(lake.openTable("frames").count()).isZero();
        }
    }

    @Test
    void opensAFileUriAndAFolderWithSpaces() {
        Path spaced = folder.resolve("my lake");
        try (Lake lake = Joust.open(spaced)) {
            lake.createTable("frames", SCHEMA);
        }

        try (Lake lake = Joust.open(spaced.toUri().toString())) {
            assertThat(lake.uri()).startsWith("file:").endsWith("my%20lake/");
            assertThat(lake.openTable("frames").count()).isZero();
        }
    }

    @Test
    void opensARelativeFolderAndOneInTheUsersHome() {
        Path work = Path.of("").toAbsolutePath();
        String home = System.getProperty("user.home");
        try {
            System.setProperty("user.home", folder.toString());
            try (Lake lake = Joust.open("~/lake")) {
                lake.createTable("frames", SCHEMA);
            }
        } finally {
            System.setProperty("user.home", home);
        }

        assertThat(folder.resolve("lake/frames.lance")).isDirectory();
        try (Lake lake = Joust.open(work.relativize(folder.resolve("x/../lake")).toString())) {
            assertThat(lake.exists("frames")).isTrue();
        }
    }

    @Test
    void refusesLocationsThatAreNone() throws Exception {
        Path file = Files.writeString(folder.resolve("notes.txt"), "not a lake");

        assertThatThrownBy(() -> Joust.open(file))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot open lake '" + file + "': it is a file; a lake is a folder of tables");
        assertThatThrownBy(() -> Joust.open(" "))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot open lake ' ': the location is empty; give a folder or an object store's URI");
        assertThatThrownBy(() -> Joust.open("ftp://host/lake"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot open lake 'ftp://host/lake': 'ftp://' is not supported; use a folder, s3://, gs://,"
                        + " az:// or hf://");
        assertThatThrownBy(() -> Joust.open("lake\0"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot open lake 'lake\\u0000': it holds a control character; give a folder");
    }

    @Test
    void saysThatThereIsNoSuchFolderWhenItIsRead() {
        Path missing = folder.resolve("laek");
        try (Lake lake = Joust.open(missing)) {
            String advice = ": there is no such folder; check the path, or create a table to begin a lake";
            assertThatThrownBy(lake::tables)
                    .isInstanceOf(NotFoundException.class)
                    .hasMessage("Cannot list the tables of lake '" + missing + "'" + advice);
            assertThatThrownBy(() -> lake.openTable("frames"))
                    .isInstanceOfSatisfying(
                            NotFoundException.class, e -> assertThat(e.kind()).isEqualTo("lake"))
                    .hasMessage("Cannot open table 'frames' in lake '" + missing + "'" + advice);
            assertThatThrownBy(() -> lake.dropTable("frames")).isInstanceOf(NotFoundException.class);
            assertThat(missing).doesNotExist();
        }
    }

    @Test
    void listsTablesAndViewsInAlphabeticalOrder() throws Exception {
        try (Lake lake = Joust.open(folder)) {
            lake.createTable("b", SCHEMA);
            Table a = lake.createTable("a", SCHEMA);
            a.appendRows(List.of(Map.of("id", 1), Map.of("id", 2)));
            lake.createView("c", a.query().where("id > 1")).refresh();
            Files.createDirectory(folder.resolve("empty.lance"));
            Files.createDirectory(folder.resolve("other"));

            assertThat(lake.tables())
                    .containsExactly(
                            new TableInfo("a", TableInfo.Kind.TABLE, 2, 2),
                            new TableInfo("b", TableInfo.Kind.TABLE, 0, 1),
                            new TableInfo("c", TableInfo.Kind.VIEW, 1, 2));
            assertThat(lake.views()).extracting(View::name).containsExactly("c");
        }
    }

    @Test
    void namesTheNearestTables() {
        try (Lake lake = Joust.open(folder)) {
            assertThat(lake.tables()).isEmpty();
            assertThatThrownBy(() -> lake.openTable("frames"))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessage("Cannot find table 'frames': the lake at '" + folder
                            + "' has no tables yet; create one, or check where the lake is");
            lake.createTable("frames", SCHEMA);
            lake.createTable("labels", SCHEMA);

            assertThatThrownBy(() -> lake.openTable("fraems"))
                    .isInstanceOfSatisfying(NotFoundException.class, e -> {
                        assertThat(e.kind()).isEqualTo("table");
                        assertThat(e.candidates()).containsExactly("frames");
                    })
                    .hasMessage("Cannot find table 'fraems' in lake '" + folder
                            + "': it has no table of this name; the nearest is 'frames'");
            assertThatThrownBy(() -> lake.dropTable("label"))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessage("Cannot find table 'label' in lake '" + folder
                            + "': it has no table of this name; the nearest is 'labels'");
        }
    }

    @Test
    void dropsATableWithAllItsFiles() throws Exception {
        try (Lake lake = Joust.open(folder)) {
            Table dropped = lake.createTable("frames", SCHEMA);
            dropped.appendRows(List.of(Map.of("id", 1)));

            lake.dropTable("frames");

            assertThat(lake.exists("frames")).isFalse();
            assertThat(folder).isEmptyDirectory();
            Table again = lake.createTable("frames", TableSchema.of(Column.of("name", Types.STRING)));
            assertThat(again.count()).isZero();
            assertThat(again.schema().names()).containsExactly("name");
        }
    }

    @Test
    void refusesANameThatIsTaken() {
        try (Lake lake = Joust.open(folder)) {
            lake.createTable("frames", SCHEMA);

            assertThatThrownBy(() -> lake.createTable("frames", SCHEMA))
                    .isInstanceOf(AlreadyExistsException.class)
                    .hasMessage("Cannot create table 'frames': lake '" + folder
                            + "' has a table of that name; choose another name or drop it first");
            assertThatThrownBy(() ->
                            lake.createView("frames", lake.openTable("frames").query()))
                    .isInstanceOf(AlreadyExistsException.class)
                    .hasMessage("Cannot create view 'frames': lake '" + folder
                            + "' has a table of that name; choose another name or drop it first");
        }
    }

    @Test
    void refusesNamesThatAreNoFileNames() {
        Map<String, String> whyByName = Map.of(
                "../frames", "'../frames': it holds '/' at position 2",
                "..", "'..': it starts with '.'",
                "a..b", "'a..b': it holds '..' at position 1",
                "a/b", "'a/b': it holds '/' at position 1",
                "a\\b", "'a\\b': it holds '\\' at position 1",
                "a\tb", "'a\\u0009b': it holds '\\u0009' at position 1",
                "", "'': it is empty",
                "-rf", "'-rf': it starts with '-'");
        try (Lake lake = Joust.open(folder)) {
            whyByName.forEach((name, why) -> {
                String message = "Cannot use the table name " + why
                        + "; use letters, digits, '_', '-' and '.', starting with a letter, a digit or '_'";
                assertRefused(message, () -> lake.createTable(name, SCHEMA));
                assertRefused(message, () -> lake.openTable(name));
                assertRefused(message, () -> lake.exists(name));
                assertRefused(message, () -> lake.dropTable(name));
            });
        }
        assertThat(folder).isEmptyDirectory();
    }

    private static void assertRefused(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(InvalidRequestException.class).hasMessage(message);
    }

    @Test
    void refusesANameThatIsTooLong() {
        try (Lake lake = Joust.open(folder)) {
            assertThat(lake.createTable("n".repeat(128), SCHEMA).count()).isZero();
            assertThatThrownBy(() -> lake.createTable("n".repeat(129), SCHEMA))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("Cannot use the table name '" + "n".repeat(60)
                            + "...': it has 129 characters, at most 128 are allowed; use letters, digits, '_', '-' and"
                            + " '.', starting with a letter, a digit or '_'");
        }
    }

    @Test
    void canBeClosedTwiceAndIsOfNoUseThen() {
        Lake lake = Joust.open(folder);
        lake.createTable("frames", SCHEMA);

        lake.close();
        lake.close();

        assertThatThrownBy(() -> lake.openTable("frames"))
                .isNotInstanceOf(JoustException.class)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The lake '" + folder + "' is closed");
    }

    @Test
    void seesATableThatAnotherCreatedInThePlaceOfOne() {
        try (Lake lake = Joust.open(folder);
                Lake other = Joust.open(folder)) {
            Table table = lake.createTable("frames", SCHEMA);
            table.appendRows(List.of(Map.of("id", 1), Map.of("id", 5)));
            assertThat(table.count("id = 5")).isOne();

            other.dropTable("frames");
            other.createTable("frames", SCHEMA).appendRows(List.of(Map.of("id", 2), Map.of("id", 3)));

            assertThat(ids(table)).containsExactly(2L, 3L);
            assertThat(ids(lake.openTable("frames"))).containsExactly(2L, 3L);
            assertThat(ids(table.at(2))).containsExactly(2L, 3L);
            table.delete("id = 5");
            table.appendRows(List.of(Map.of("id", 4)));
            assertThat(ids(other.openTable("frames"))).containsExactly(2L, 3L, 4L);
            table.optimize(Duration.ZERO);
            assertThat(ids(table)).containsExactly(2L, 3L, 4L);
        }
    }

    @Test
    void leavesAloneATableThatTookThePlaceOfTheOneItWroteTo() throws Exception {
        try (Lake lake = Joust.open(folder);
                Lake other = Joust.open(folder)) {
            Table table = lake.createTable("frames", Frame.class);
            List<Frame> rows = LongStream.range(0, 10).mapToObj(Frame::new).toList();

            assertThatThrownBy(() -> table.append(midway(rows, () -> {
                        other.dropTable("frames");
                        other.createTable("frames", Frame.class).append(List.of(new Frame(2)));
                    })))
                    .isInstanceOf(CommitConflictException.class)
                    .hasMessage("Cannot commit to table 'frames': it was dropped meanwhile, and another one was created"
                            + " in its place; try again");
            assertThat(ids(table)).containsExactly(2L);
            assertThat(DataFolder.files(folder, "frames")).hasSize(1);

            assertThatThrownBy(() -> table.append(midway(rows, () -> other.dropTable("frames"))))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessage("Cannot open table 'frames': it was dropped; check the name, or create it again");
            assertThat(folder).isEmptyDirectory();
            assertThatThrownBy(table::count)
                    .isInstanceOf(NotFoundException.class)
                    .hasMessage("Cannot open table 'frames': it was dropped; check the name, or create it again");
        }
    }

    private static Iterable<Frame> midway(List<Frame> rows, Runnable action) {
        return () -> rows.stream()
                .map(row -> {
                    if (row.id() == 5) {
                        action.run();
                    }
                    return row;
                })
                .iterator();
    }

    private static List<Long> ids(Table table) {
        return table.query().orderBy("id").rows().stream()
                .map(row -> row.longValue("id"))
                .toList();
    }

    @Test
    void answersInItsOwnWordsWhenATableIsGone() {
        try (Lake lake = Joust.open(folder);
                Lake other = Joust.open(folder)) {
            Table table = lake.createTable("frames", SCHEMA);
            table.appendRows(List.of(Map.of("id", 1)));
            other.dropTable("frames");

            List<ThrowingCallable> calls = List.of(
                    table::count,
                    table::schema,
                    table::versions,
                    table::tags,
                    table::indexes,
                    () -> table.query().rows(),
                    () -> table.appendRows(List.of(Map.of("id", 2))),
                    () -> table.delete("id = 1"),
                    () -> table.createIndex(Index.btree("id")),
                    () -> table.addColumns(Map.of("twice", "id * 2")),
                    () -> table.optimize(Duration.ZERO),
                    () -> lake.openTable("frames"));
            assertThat(calls).allSatisfy(call -> assertThatThrownBy(call).isInstanceOf(NotFoundException.class));
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void answersInItsOwnWordsWhenACommitFails() throws Exception {
        try (Lake lake = Joust.open(folder)) {
            Table table = lake.createTable("frames", SCHEMA);
            table.appendRows(List.of(Map.of("id", 1)));
            Path transactions = folder.resolve("frames.lance/_transactions");
            Files.move(transactions, transactions.resolveSibling("aside"));
            Files.writeString(transactions, "");

            List<ThrowingCallable> calls = List.of(
                    () -> table.appendRows(List.of(Map.of("id", 2))),
                    () -> table.delete("id = 1"),
                    () -> table.update(Map.of("id", "7"), "id = 1"),
                    () -> table.createIndex(Index.btree("id")),
                    () -> table.addColumns(Map.of("twice", "id * 2")));
            assertThat(calls).allSatisfy(call -> assertThatThrownBy(call).isInstanceOf(JoustException.class));
        }
    }

    @Test
    void saysWhatIsStillOpenWhenItIsClosed() throws Exception {
        Lake lake = Joust.open(folder);
        Table table = lake.createTable("frames", SCHEMA);
        table.appendRows(List.of(Map.of("id", 1)));
        try (ArrowReader reader = table.query().arrow()) {
            assertThatThrownBy(lake::close)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Cannot close lake '" + folder + "': readers or loaders of version 2 of table 'frames'"
                            + " are still open; close them first, and then the lake again");
            assertThat(reader.loadNextBatch()).isTrue();
        }

        lake.close();

        assertThatThrownBy(lake::tables).isInstanceOf(IllegalStateException.class);
    }
}
