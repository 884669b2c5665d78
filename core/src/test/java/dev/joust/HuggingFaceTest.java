// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.error.JoustException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables behind {@code hf://}; in a process of their own, because Lance takes the hub's address from its environment.
 */
class HuggingFaceTest {
    private static final String LAKE = "hf://datasets/org/repo/data";

    @SuppressWarnings("ArrayRecordComponent")
    record Frame(long id, String caption, byte[] image) {}

    @TempDir
    Path folder;

    private Map<String, String> run(Class<?> main, List<String> requests) throws Exception {
        List<Frame> rows = new ArrayList<>();
        for (int id = 0; id < 2000; id++) {
            rows.add(new Frame(id, "frame " + id, new byte[500]));
        }
        try (Lake lake = Joust.open(folder.resolve("data"))) {
            lake.createTable("train", Frame.class).append(rows);
        }
        try (HuggingFaceStandIn hub = new HuggingFaceStandIn(folder)) {
            List<String> lines = Child.run(Child.java(main), Map.of("HF_ENDPOINT", hub.endpoint()));
            requests.addAll(hub.requests());
            Map<String, String> answers = new LinkedHashMap<>();
            lines.stream()
                    .filter(line -> line.contains(" = "))
                    .forEach(line -> answers.put(
                            line.substring(0, line.indexOf(" = ")), line.substring(line.indexOf(" = ") + 3)));
            return answers;
        }
    }

    @Test
    void areOpenedCountedAndScanned() throws Exception {
        List<String> requests = new ArrayList<>();

        Map<String, String> answers = run(Reading.class, requests);

        assertThat(answers)
                .containsEntry("version", "2")
                .containsEntry("schema", "id: int64 not null, caption: utf8 not null, image: large_binary not null")
                .containsEntry("count", "2000")
                .containsEntry("limited", "[{id=0, caption=frame 0}, {id=1, caption=frame 1}]")
                .containsEntry("filtered", "[{id=1234}]")
                .containsEntry("sql", "[{n=2000}]")
                .containsEntry("exists", "true false")
                .containsEntry(
                        "missing",
                        "NotFoundException: Cannot open table 'trian': there is none in lake '" + LAKE
                                + "'; check the name and the location");
        assertThat(requests).anyMatch(request -> request.endsWith("/tree/main/data/train.lance/_versions"));
        assertThat(requests).anyMatch(request -> request.startsWith("GET /datasets/org/repo/resolve/main/data/"));
    }

    @Test
    void refuseEveryChange() throws Exception {
        List<String> requests = new ArrayList<>();

        Map<String, String> answers = run(Writing.class, requests);

        assertThat(answers).hasSize(15);
        answers.forEach((verb, answer) -> assertThat(answer)
                .isEqualTo("InvalidRequestException: Cannot " + verb + " in lake '" + LAKE
                        + "': object stores are for reading so far; copy the table into a folder"));
        assertThat(requests).noneMatch(request -> request.startsWith("PUT") || request.contains("commit"));
    }

    /** Reads over {@code hf://} and prints the answers. */
    static final class Reading {
        private Reading() {}

        /** No arguments. */
        public static void main(String[] arguments) {
            try (Lake lake = Joust.open(LAKE + "/")) {
                Table train = lake.openTable("train");
                print("version", train.version());
                print("schema", train.schema());
                print("count", train.count());
                print("limited", train.query().select("id", "caption").limit(2).rows());
                print(
                        "filtered",
                        train.query()
                                .select("id")
                                .where("caption = 'frame 1234'")
                                .rows());
                print("sql", train.sql("SELECT count(*) AS n FROM t").rows());
                print("exists", lake.exists("train") + " " + lake.exists("trian"));
                attempt("missing", () -> lake.openTable("trian"));
            }
        }
    }

    /** Tries every change over {@code hf://} and prints what it is told. */
    static final class Writing {
        private Writing() {}

        /** No arguments. */
        public static void main(String[] arguments) {
            try (Lake lake = Joust.open(LAKE)) {
                Table train = lake.openTable("train");
                Frame frame = new Frame(1, "x", new byte[0]);
                attempt("create table 'new'", () -> lake.createTable("new", Frame.class));
                attempt("create table 'copy'", () -> lake.createTable("copy", train.query()));
                attempt(
                        "create view 'v'",
                        () -> lake.createView("v", train.query().where("id > 1")));
                attempt("drop table 'train'", () -> lake.dropTable("train"));
                attempt("append to table 'train'", () -> train.append(List.of(frame)));
                attempt("delete from table 'train'", () -> train.delete("true"));
                attempt("update table 'train'", () -> train.update(Map.of("id", "1"), "true"));
                attempt("upsert into table 'train'", () -> train.upsert(List.of(frame)));
                attempt("add columns to table 'train'", () -> train.addColumns(Map.of("n", "1")));
                attempt("drop columns of table 'train'", () -> train.dropColumns("id"));
                attempt("create an index on table 'train'", () -> train.createIndex(dev.joust.index.Index.btree("id")));
                attempt("backfill table 'train'", () -> train.backfill("f"));
                attempt("optimize table 'train'", () -> train.optimize(Duration.ZERO));
                attempt("tag a version of table 'train'", () -> train.tag("x", 1));
                attempt("restore table 'train'", () -> train.restore(1));
            }
        }
    }

    private static void print(String what, Object answer) {
        System.out.println(what + " = " + answer);
    }

    private static void attempt(String what, Runnable change) {
        try {
            change.run();
            print(what, "no failure");
        } catch (JoustException e) {
            print(what, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }
}
