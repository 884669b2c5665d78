// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.commit;

import dev.joust.error.JoustException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lance.operation.UpdateConfig;
import org.lance.operation.UpdateMap;
import org.lance.schema.LanceField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts back what others wrote into the metadata of a table and its columns while a commit that brings a whole schema
 * was under way.
 *
 * <p>Lance 7.0.0 lets such a commit (added, dropped, renamed columns) land on top of one that only describes columns,
 * and the older description wins: a feature that was altered in between would be the old one again. The window is from
 * the moment that the newest version was found to the commit; a program that dies between the commit and the putting
 * back leaves the older description.
 */
final class KeptDescriptions {
    private static final Logger LOG = LoggerFactory.getLogger(KeptDescriptions.class);

    private KeptDescriptions() {}

    /**
     * Compares the versions on both sides of a commit, and puts back what it lost, unless somebody described the same
     * column anew since.
     *
     * @param base the version that the schema was made from
     * @param version what the commit became
     * @return the newest version that is ours
     */
    static long putBack(Snapshot base, long version) {
        if (version == base.version() + 1) {
            return version;
        }
        LanceTable table = base.table();
        try (Snapshot before = table.at(version - 1);
                Snapshot committed = table.at(version)) {
            return Changes.retried(table, now -> putBack(base, before, committed, now));
        } catch (JoustException e) {
            // What was asked for is committed: it must not be taken for failed, and tried again.
            LOG.warn(
                    "Descriptions of columns that others wrote to table '{}' right before version {} may be lost: {}",
                    table.name(),
                    version,
                    e.getMessage());
            return version;
        }
    }

    private static long putBack(Snapshot base, Snapshot before, Snapshot committed, Snapshot now) {
        Map<Integer, Map<String, String>> known = byId(base.fields());
        Map<Integer, Map<String, String>> theirs = byId(before.fields());
        Map<Integer, Map<String, String>> ours = byId(committed.fields());
        Map<Integer, UpdateMap> lost = new HashMap<>();
        byId(now.fields()).forEach((id, newest) -> {
            Map<String, String> wanted = theirs.getOrDefault(id, newest);
            if (isLost(known.getOrDefault(id, wanted), wanted, newest) && newest.equals(ours.get(id))) {
                lost.put(id, all(wanted));
            }
        });
        UpdateConfig.Builder update = UpdateConfig.builder().fieldMetadataUpdates(lost);
        boolean isTableLost = isLost(metadata(base), metadata(before), metadata(now))
                && metadata(now).equals(metadata(committed));
        if (isTableLost) {
            update.schemaMetadataUpdates(all(metadata(before)));
        }
        return lost.isEmpty() && !isTableLost
                ? committed.version()
                : base.table().commit(now, update.build(), Map.of(Changes.OPERATION, "keep descriptions"));
    }

    private static boolean isLost(Map<String, String> base, Map<String, String> before, Map<String, String> after) {
        return !base.equals(before) && !before.equals(after);
    }

    private static UpdateMap all(Map<String, String> values) {
        return UpdateMap.builder().updates(values).replace(true).build();
    }

    private static Map<String, String> metadata(Snapshot snapshot) {
        return Map.copyOf(snapshot.schema().getCustomMetadata());
    }

    private static Map<Integer, Map<String, String>> byId(List<LanceField> fields) {
        Map<Integer, Map<String, String>> found = new HashMap<>();
        for (LanceField field : fields) {
            found.put(field.getId(), Map.copyOf(field.getMetadata()));
            found.putAll(byId(field.getChildren()));
        }
        return found;
    }
}
