// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.JoustException;
import dev.joust.sync.SyncFailure.Part;
import dev.joust.sync.SyncRequest;
import dev.joust.sync.SyncResult;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One sync: tables and views in the order of {@link SyncOrder}, each brought up to date from those before it. What
 * changes after its readers had their turn, which is so only where tables read each other in a circle, gives them
 * another.
 */
final class SyncRun {
    /** A circle of tables comes to rest after as many turns as it is long, or never. */
    private static final int MOST_TURNS = 10;

    private final Table table;
    private final SyncRequest request;
    private final SyncReport report;
    private final boolean isOfView;

    SyncRun(Table table, SyncRequest request) {
        this.table = table;
        this.request = request;
        this.report = new SyncReport(request.listener());
        this.isOfView = table.info().kind() == TableInfo.Kind.VIEW;
    }

    SyncResult run() {
        SyncOrder order = SyncOrder.of(table);
        List<String> names = order.places().stream().map(SyncOrder.Place::name).toList();
        Set<String> due = new HashSet<>(names);
        Map<String, Integer> turns = new HashMap<>();
        while (!due.isEmpty()) {
            String next = names.stream().filter(due::contains).findFirst().orElseThrow();
            due.remove(next);
            request.cancellation().check();
            if (turns.merge(next, 1, Integer::sum) > MOST_TURNS) {
                report.fail(next, part(next), next, circle(next));
            } else if (bringUpToDate(next)) {
                due.addAll(order.readersOf(next));
            }
        }
        return report.result(table.name());
    }

    /** Returns whether its rows or values changed. */
    private boolean bringUpToDate(String name) {
        try {
            Table next = name.equals(table.name()) ? table : table.lake().openTable(name);
            return new SyncStep(next, request, report).run();
        } catch (JoustException e) {
            request.cancellation().check();
            report.fail(name, part(name), name, e);
            return false;
        }
    }

    private Part part(String name) {
        return name.equals(table.name()) && !isOfView ? Part.TABLE : Part.VIEW;
    }

    private static JoustException circle(String name) {
        return new InvalidRequestException("Cannot finish '" + name + "': after " + MOST_TURNS
                + " turns what it reads has changed again, because views and joined features read each other in a"
                + " circle; let one of them read something else");
    }
}
