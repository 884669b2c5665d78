// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.diff;

import dev.joust.diff.FeatureDiff;
import dev.joust.internal.feature.CellOrigins;
import dev.joust.internal.feature.Registration;
import dev.joust.internal.feature.Registrations;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the features that differ: in the function that a version records, or in who computed their cells. */
final class FeatureChanges {
    private final Snapshot older;
    private final Snapshot newer;

    FeatureChanges(Snapshot older, Snapshot newer) {
        this.older = older;
        this.newer = newer;
    }

    List<FeatureDiff> all() {
        Registrations before = Registrations.of(older);
        Registrations after = Registrations.of(newer);
        Set<String> names = new LinkedHashSet<>();
        after.all().forEach(feature -> names.add(feature.name()));
        before.all().forEach(feature -> names.add(feature.name()));
        List<FeatureDiff> differing = new ArrayList<>();
        for (String name : names) {
            Optional<Registration> was = named(before, name);
            Optional<Registration> is = named(after, name);
            if (was.isPresent() && is.isPresent() && hasSameCells(was.get(), is.get())) {
                continue;
            }
            FeatureDiff diff = new FeatureDiff(
                    name, was.map(feature -> state(older, feature)), is.map(feature -> state(newer, feature)));
            if (differs(diff)) {
                differing.add(diff);
            }
        }
        return differing;
    }

    private static Optional<Registration> named(Registrations features, String name) {
        return features.find(name).filter(feature -> feature.name().equals(name));
    }

    /** Whether the manifests tell that nothing differs, so that no stamp is read. */
    private boolean hasSameCells(Registration before, Registration after) {
        return before.identity().equals(after.identity())
                && older.deletions().equals(newer.deletions())
                && files(older, before).equals(files(newer, after));
    }

    private static List<String> files(Snapshot snapshot, Registration feature) {
        List<Integer> ids = new ArrayList<>();
        feature.columnNames().forEach(column -> ids.addAll(snapshot.fieldIds(column)));
        List<String> files = new ArrayList<>();
        for (FragmentFacts fragment : snapshot.fragments()) {
            files.add(fragment.id() + " " + fragment.filesOf(ids));
        }
        return files;
    }

    private static boolean differs(FeatureDiff diff) {
        return diff.change() != FeatureDiff.Change.COMPUTED
                || !diff.before()
                        .map(FeatureDiff.State::rowsByVersion)
                        .equals(diff.after().map(FeatureDiff.State::rowsByVersion));
    }

    private static FeatureDiff.State state(Snapshot snapshot, Registration feature) {
        return new FeatureDiff.State(
                feature.identity(), CellOrigins.of(snapshot, feature).byVersion());
    }
}
