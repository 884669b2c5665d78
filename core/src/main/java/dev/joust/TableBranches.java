// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.disk.TablePaths;
import dev.joust.internal.lance.version.Branches;
import dev.joust.schema.Names;
import java.util.List;

/**
 * The branches of one table.
 *
 * <p>The handle of a branch is called {@code <table>@<branch>}, which no table can be called: what looks for tables by
 * name, such as views and pins, never takes a branch for one.
 */
record TableBranches(Lake lake, LanceTable table, WriteRules rules) {
    private static final String MAIN = "main";
    private static final String AT = "@";

    List<TableBranch> all() {
        rules.requireNoBranch("list the branches of");
        return Branches.list(table).stream()
                .map(branch -> new TableBranch(branch.name(), branch.parent(), branch.version(), branch.created()))
                .toList();
    }

    Table open(String name) {
        rules.requireNoBranch("open a branch of");
        lake.requireWritable("open a branch of table '" + table.name() + "'");
        Branches.require(table, name);
        return lake.branch(handleName(name), Branches.uri(table, name));
    }

    Table create(String name, long version) {
        rules.requireTable("make a branch of", "make a branch of");
        rules.requireNoBranch("make a branch of");
        Names.requireName("branch", name);
        if (name.equals(MAIN) || name.endsWith(".lock")) {
            throw new InvalidRequestException("Cannot use the branch name '" + name + "': "
                    + (name.equals(MAIN) ? "it stands for the table itself" : "names that end in '.lock' are reserved")
                    + "; choose another name");
        }
        Branches.create(table, name, version);
        return open(name);
    }

    void drop(String name) {
        rules.requireWritable("drop a branch of");
        rules.requireNoBranch("drop a branch of");
        lake.forget(handleName(name));
        Branches.drop(table, name);
    }

    private String handleName(String branch) {
        return table.name() + AT + branch;
    }

    /** The name of a source is none of a branch. */
    static void requireNone(String what, String source) {
        if (source.contains(AT)) {
            throw new InvalidRequestException("Cannot " + what + ": '" + source
                    + "' is a branch, and views and pins are of tables; copy the rows of the branch into a table");
        }
    }

    /** A table that is to be dropped has no branches, whose files would go with it. */
    static void requireNone(String kind, String name, TablePaths paths) {
        List<String> branches = paths.branchFiles().stream()
                .map(file -> file.getFileName().toString().replaceFirst("\\.json$", ""))
                .toList();
        if (!branches.isEmpty()) {
            throw new InvalidRequestException("Cannot drop " + kind + " '" + name + "': it has "
                    + (branches.size() == 1 ? "branch " : "branches ") + Names.quoted(branches)
                    + ", whose rows would go with it; drop " + (branches.size() == 1 ? "the branch" : "the branches")
                    + " first");
        }
    }
}
