// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.error.InvalidRequestException;
import dev.joust.index.FullTextIndex;
import dev.joust.index.Index;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.index.IndexFacts;
import dev.joust.internal.lance.index.LanceIndexes;
import dev.joust.internal.lance.index.Searches;
import dev.joust.internal.lance.index.TextAnalyzer;
import dev.joust.query.BooleanQuery;
import dev.joust.query.PhraseQuery;
import dev.joust.query.Ranking;
import dev.joust.query.TextQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * A text search that was checked against one version.
 *
 * @param column where parts of the query look that name no column
 * @param indexes those of the columns that it looks in, by column; columns without one are absent
 * @param columns all columns that it looks in
 * @param analyzers how the text of each column is cut into words
 */
record TextRanking(
        Snapshot snapshot,
        TextQuery query,
        String column,
        List<String> columns,
        Map<String, IndexFacts> indexes,
        Map<String, TextAnalyzer> analyzers) {
    static TextRanking of(Snapshot snapshot, TableColumns table, Ranking.Text text) {
        TextQuery query = text.query();
        requireSense(query, table.what());
        TextColumns all = new TextColumns(snapshot, table);
        List<String> columns = new ArrayList<>(query.columns());
        String column = query.needsColumn() ? text.column().orElseGet(all::only) : columns.get(0);
        if (query.needsColumn() && !columns.contains(column)) {
            columns.add(column);
        }
        columns.forEach(all::require);
        Map<String, IndexFacts> indexes = all.indexes(columns);
        TextRanking ranking = new TextRanking(
                snapshot, query, column, List.copyOf(columns), indexes, analyzers(snapshot, columns, indexes));
        ranking.requireTrusted(table.what());
        ranking.requirePositions(query, table.what());
        ranking.requireCover(table.what());
        return ranking;
    }

    private static void requireSense(TextQuery query, String what) {
        if (query instanceof BooleanQuery parts
                && parts.must().isEmpty()
                && parts.should().isEmpty()) {
            throw new InvalidRequestException("Cannot " + what
                    + ": nothing says which texts are wanted, only which are not; add must(...) or should(...)");
        }
        if (query.parts().isEmpty() && query.words().codePoints().noneMatch(Character::isLetterOrDigit)) {
            throw new InvalidRequestException(
                    "Cannot " + what + ": '" + query.words() + "' holds no word; search for at least one word");
        }
        query.parts().forEach(part -> requireSense(part, what));
    }

    private void requireTrusted(String what) {
        indexes.values().forEach(index -> {
            if (LanceIndexes.isSuspect(snapshot, index)) {
                throw new InvalidRequestException("Cannot " + what + ": another program changed rows under index '"
                        + index.name() + "', so that it would find old text or too little of the new; run joust index"
                        + " update first");
            }
        });
    }

    private void requirePositions(TextQuery part, String what) {
        if (part instanceof PhraseQuery phrase) {
            for (String name : phrase.in().isEmpty() ? List.of(column) : phrase.columns()) {
                Optional.ofNullable(indexes.get(name))
                        .filter(index -> !index.hasPositions())
                        .ifPresent(index -> {
                            throw new InvalidRequestException("Cannot " + what + ": index '" + index.name()
                                    + "' keeps no positions of words, which phrases need; create it anew with"
                                    + " positions");
                        });
            }
        }
        part.parts().forEach(one -> requirePositions(one, what));
    }

    /** What indexes lack is made aside only from files on a disk. */
    private void requireCover(String what) {
        if (snapshot.table().paths().isPresent() || !needsCopy()) {
            return;
        }
        for (String name : columns) {
            IndexFacts index = indexes.get(name);
            if (index == null) {
                throw new InvalidRequestException("Cannot " + what + ": column '" + name
                        + "' has no full text index; create one, such as Index.fullText(\"" + name + "\")");
            } else if (isBehind(index)) {
                throw new InvalidRequestException("Cannot " + what + ": index '" + index.name() + "' covers "
                        + index.rowsIndexed() + " of " + snapshot.count()
                        + " rows, and in the others only words as they are written can be found; update the indexes"
                        + " first");
            }
        }
    }

    private boolean isBehind(IndexFacts index) {
        return snapshot.fragments().stream()
                .anyMatch(fragment -> !index.fragments().contains(fragment.id()));
    }

    private List<String> behind() {
        return indexes.values().stream()
                .filter(this::isBehind)
                .map(IndexFacts::name)
                .distinct()
                .toList();
    }

    private boolean isCovered() {
        return indexes.size() == columns.size() && behind().isEmpty();
    }

    private boolean needsCopy() {
        boolean isSimple =
                indexes.size() == columns.size() && Searches.isAnsweredWithoutIndex(query, column, analyzers);
        return !isCovered()
                && (!isSimple
                        || analyzers.values().stream()
                                .anyMatch(
                                        analyzer -> analyzer.settings().words().withoutStopWords()));
    }

    private static Map<String, TextAnalyzer> analyzers(
            Snapshot snapshot, List<String> columns, Map<String, IndexFacts> indexes) {
        Map<String, TextAnalyzer> analyzers = new HashMap<>();
        for (String column : columns) {
            analyzers.put(
                    column,
                    new TextAnalyzer(
                            snapshot.table().store(),
                            Optional.ofNullable(indexes.get(column))
                                    .map(index -> settings(snapshot, column, index))
                                    .orElseGet(() -> Index.fullText(column))));
        }
        return analyzers;
    }

    private static FullTextIndex settings(Snapshot snapshot, String column, IndexFacts index) {
        return snapshot.remembered(
                FullTextIndex.class, "settings of " + index.name(), () -> StoredSettings.text(snapshot, index, column));
    }

    /** The indexes that there are not. */
    private List<FullTextIndex> missing() {
        List<FullTextIndex> missing = new ArrayList<>();
        for (String name : columns) {
            if (!indexes.containsKey(name)) {
                missing.add(Index.fullText(name).named("__search_" + missing.size()));
            }
        }
        return missing;
    }

    /**
     * The rows that it finds.
     *
     * @param rows its columns hold {@code _score}
     */
    ArrowReader read(ScanRequest rows, Searches.Filtering filtering) {
        return needsCopy()
                ? Searches.wordsInCopy(snapshot, rows, query, column, analyzers, filtering, missing(), behind())
                : Searches.words(snapshot, rows, query, column, analyzers, filtering);
    }

    /** Which indexes are used, for people. */
    String how() {
        String words = "words in "
                + columns.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ")) + " by BM25: ";
        List<String> used = columns.stream().map(this::how).toList();
        return words + String.join(", ", used);
    }

    private String how(String name) {
        IndexFacts index = indexes.get(name);
        if (index == null) {
            return "no index, one of all rows is made for this search";
        }
        String used = "index '" + index.name() + "'";
        if (!isBehind(index)) {
            return used;
        }
        return used
                + (needsCopy()
                        ? ", to which the rows that it lacks are added for this search"
                        : ", and rows that it lacks one by one");
    }
}
