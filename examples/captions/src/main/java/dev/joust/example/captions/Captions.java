// SPDX-License-Identifier: Apache-2.0
package dev.joust.example.captions;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.error.JoustException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks through feature engineering on one table of captions and images: features in SQL, functions of captions and of
 * pixels, where it is recorded who computed what, a definition that changes, and new rows of which only the gaps are
 * filled.
 *
 * <p>The table is invented, or the beginning of any Lance table that has captions and images.
 */
public final class Captions {
    /** Rows of the table, those that arrive later included, unless told otherwise: {@value}. */
    public static final int DEFAULT_ROWS = 600;

    private static final String TABLE = "train";
    private static final String USAGE = "usage: run [--dir DIR] [--rows N] [TABLE [COLUMN=SQL]...]\n"
            + "  --dir DIR    the lake that the table comes into; default: data/captions\n"
            + "  --rows N     how many rows; default: " + DEFAULT_ROWS + "\n"
            + "  TABLE        a Lance table, such as lake/frames.lance, instead of invented posts\n"
            + "  COLUMN=SQL   where it has caption, width, height, image or url under other names";

    private Captions() {}

    /** Runs it from the command line. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            run(List.of(arguments), out);
        } catch (JoustException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(e instanceof JoustException ? 1 : 2);
        }
    }

    static void run(List<String> arguments, PrintStream out) {
        Path dir = Path.of("data", "captions");
        int rows = DEFAULT_ROWS;
        String uri = "";
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            boolean hasNext = i + 1 < arguments.size();
            if (argument.equals("--dir") && hasNext) {
                dir = Path.of(arguments.get(++i));
            } else if (argument.equals("--rows")
                    && hasNext
                    && arguments.get(i + 1).matches("[1-9][0-9]{1,8}")) {
                rows = Integer.parseInt(arguments.get(++i));
            } else if (argument.startsWith("-")) {
                throw new IllegalArgumentException(USAGE);
            } else if (uri.isEmpty()) {
                uri = argument;
            } else if (argument.indexOf('=') > 0) {
                int equals = argument.indexOf('=');
                columns.put(argument.substring(0, equals), argument.substring(equals + 1));
            } else {
                throw new IllegalArgumentException(USAGE);
            }
        }
        walk(dir, uri.isEmpty() ? new InventedPosts(rows) : new RowsOfTable(uri, columns, rows), out);
    }

    static void walk(Path dir, Source source, PrintStream out) {
        Story story = new Story(out);
        try (Lake lake = LakeToFill.open(dir)) {
            story.step("A table of captions and images");
            Table table = source.create(lake, TABLE);
            DataFiles first = DataFiles.of(table);
            story.say("%,d rows (%s), version %d", table.count(), source.words(), table.version());
            first.tell(story);

            SimpleFeatures simple = new SimpleFeatures(table, story);
            simple.threeInOneCommit();
            Functions functions = new Functions(table, story);
            functions.ofCaptions();
            functions.ofPixels();
            functions.metadata();
            Changes changes = new Changes(table, source, story);
            changes.ofTheDefinition();
            changes.ofOtherRows();
            changes.gaps();

            story.step("What all that wrote");
            DataFiles last = DataFiles.of(table);
            last.tell(story, first);
            story.say(
                    "of the data files of the beginning, %d of %d are unchanged",
                    first.unchangedIn(last), first.bytes().size());
            story.space();
            story.say("Look around:  ./joust --lake %s features show %s has_watermark_terms", quoted(dir), TABLE);
        }
    }

    /** As a shell takes it for one word. */
    private static String quoted(Object path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9_./+=:@-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
