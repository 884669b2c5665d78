// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Texts that several queries find or do not find.
 *
 * @param must all of these find them, and their scores add up
 * @param should at least one of these finds them, unless something must; those that do add to the score
 * @param mustNot none of these finds them
 */
public record BooleanQuery(List<TextQuery> must, List<TextQuery> should, List<TextQuery> mustNot) implements TextQuery {
    static final BooleanQuery NOTHING = new BooleanQuery(List.of(), List.of(), List.of());

    /** Keeps copies. */
    public BooleanQuery {
        must = List.copyOf(must);
        should = List.copyOf(should);
        mustNot = List.copyOf(mustNot);
    }

    /** Keeps only texts that all of these find too. */
    public BooleanQuery must(TextQuery... more) {
        return new BooleanQuery(with(must, more), should, mustNot);
    }

    /** Raises texts that one of these finds; finds them too, unless something must be found. */
    public BooleanQuery should(TextQuery... more) {
        return new BooleanQuery(must, with(should, more), mustNot);
    }

    /** Leaves out texts that one of these finds. */
    public BooleanQuery mustNot(TextQuery... more) {
        return new BooleanQuery(must, should, with(mustNot, more));
    }

    private static List<TextQuery> with(List<TextQuery> queries, TextQuery... more) {
        List<TextQuery> all = new ArrayList<>(queries);
        all.addAll(List.of(more));
        return all;
    }

    @Override
    public List<TextQuery> parts() {
        return Stream.of(must, should, mustNot).flatMap(List::stream).toList();
    }

    @Override
    public String words() {
        return TextQuery.words(Stream.concat(must.stream(), should.stream()).toList());
    }
}
