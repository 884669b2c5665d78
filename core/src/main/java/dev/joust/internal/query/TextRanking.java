// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.error.InvalidRequestException;
import dev.joust.index.IndexType;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.index.IndexFacts;
import dev.joust.internal.lance.index.LanceIndexes;
import dev.joust.query.Ranking;
import dev.joust.schema.Column;
import dev.joust.schema.Names;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A text search that was checked against one version.
 *
 * @param column where to look
 * @param how which index is used, for people
 */
record TextRanking(String column, Ranking.Text text, String how) {
    static TextRanking of(Snapshot snapshot, TableColumns columns, Ranking.Text text) {
        if (text.text().codePoints().noneMatch(Character::isLetterOrDigit)) {
            throw new InvalidRequestException(
                    "Cannot " + columns.what() + ": '" + text.text() + "' holds no word; search for at least one word");
        }
        List<IndexFacts> indexes = LanceIndexes.list(snapshot).stream()
                .filter(facts -> facts.type() == IndexType.FULL_TEXT)
                .toList();
        String column = text.column().orElseGet(() -> onlyColumn(snapshot, columns, indexes));
        columns.column(column);
        IndexFacts index = indexes.stream()
                .filter(facts -> snapshot.fieldIds(column).containsAll(facts.fieldIds()))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException("Cannot " + columns.what() + ": column '" + column
                        + "' has no full text index; create one, such as Index.fullText(\"" + column + "\")"));
        if (text.match() == Ranking.Match.PHRASE && !index.hasPositions()) {
            throw new InvalidRequestException("Cannot " + columns.what() + ": index '" + index.name()
                    + "' keeps no positions of words, which phrases need; create it anew with positions");
        }
        if (text.match() == Ranking.Match.PHRASE && isBehind(snapshot, index)) {
            throw new InvalidRequestException("Cannot " + columns.what() + ": index '" + index.name() + "' covers "
                    + index.rowsIndexed() + " of " + snapshot.count()
                    + " rows, and in the others no phrase can be found; update the indexes first");
        }
        if (LanceIndexes.isSuspect(snapshot, index)) {
            throw new InvalidRequestException("Cannot " + columns.what()
                    + ": another program changed rows under index '" + index.name()
                    + "', so that it would find old text or too little of the new; run joust index update first");
        }
        return new TextRanking(column, text, "words in '" + column + "' by BM25: index '" + index.name() + "'");
    }

    private static boolean isBehind(Snapshot snapshot, IndexFacts index) {
        return snapshot.fragments().stream()
                .anyMatch(fragment -> !index.fragments().contains(fragment.id()));
    }

    private static String onlyColumn(Snapshot snapshot, TableColumns columns, List<IndexFacts> indexes) {
        List<String> names = columns.schema().columns().stream()
                .map(Column::name)
                .filter(name -> indexes.stream()
                        .anyMatch(facts -> snapshot.fieldIds(name).containsAll(facts.fieldIds())))
                .toList();
        if (names.size() == 1) {
            return names.get(0);
        }
        String why = names.isEmpty()
                ? "no column has a full text index; create one, such as Index.fullText(\"" + firstText(columns) + "\")"
                : "several columns have a full text index; name one of " + Names.quoted(names);
        throw new InvalidRequestException("Cannot " + columns.what() + ": " + why);
    }

    private static String firstText(TableColumns columns) {
        return columns.schema().columns().stream()
                .filter(column -> column.type().toString().endsWith("utf8"))
                .map(Column::name)
                .collect(Collectors.toList())
                .stream()
                .findFirst()
                .orElse("text");
    }
}
