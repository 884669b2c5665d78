// SPDX-License-Identifier: Apache-2.0
package dev.joust.example.captions;

import dev.joust.Lake;
import dev.joust.Table;

/** Posts that are invented; the same number of rows gives the same rows. */
record InventedPosts(int rows) implements Source {
    @Override
    public Table create(Lake lake, String name) {
        Table table = lake.createTable(name, Post.class);
        table.append(Posts.numbers(0, first()));
        return table;
    }

    @Override
    public long append(Table table) {
        return table.append(Posts.numbers(first(), rows)).rows();
    }

    @Override
    public String words() {
        return "invented posts";
    }

    private int first() {
        return Math.toIntExact(rows - Source.later(rows));
    }
}
