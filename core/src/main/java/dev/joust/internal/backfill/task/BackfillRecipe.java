// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.task;

import static java.util.Objects.requireNonNull;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.backfill.call.FeatureFailures;
import dev.joust.internal.backfill.rows.ActiveFeature;
import dev.joust.internal.backfill.rows.TablePlace;
import dev.joust.internal.feature.FeatureResolver;
import dev.joust.internal.feature.Registration;
import dev.joust.internal.feature.Registrations;
import dev.joust.run.RunContext;
import dev.joust.run.TaskWorker;
import dev.joust.run.WorkerRecipe;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * Makes the worker of a process that computes fragments: it opens the pinned version, and finds the functions that the
 * table records there by their names.
 *
 * @param sources the versions of other tables that joined features read, by feature
 * @param counted by feature, the rows that the job has committed before, which count for its limits
 */
public record BackfillRecipe(
        TablePlace place,
        Programs programs,
        List<Wanted> features,
        Map<String, TablePlace> sources,
        WorkSettings settings,
        Map<String, FeatureFailures.Tally> counted)
        implements WorkerRecipe<FragmentTask, FragmentResult> {
    public BackfillRecipe {
        requireNonNull(place, "place");
        requireNonNull(programs, "programs");
        features = List.copyOf(features);
        sources = Map.copyOf(sources);
        requireNonNull(settings, "settings");
        counted = Map.copyOf(counted);
    }

    /**
     * A feature that is computed.
     *
     * @param hash the identity of the function that the plan was made for
     */
    public record Wanted(String name, String hash) implements Serializable {}

    @Override
    public TaskWorker<FragmentTask, FragmentResult> open(RunContext context) {
        FeatureResolver resolver = new FeatureResolver(programs.find());
        TablePlace.Opened table = place.open();
        try {
            Registrations registrations = Registrations.of(table.snapshot());
            List<ActiveFeature> active = features.stream()
                    .map(wanted -> registered(registrations, wanted))
                    .map(feature -> new ActiveFeature(feature, resolver.resolve(feature)))
                    .toList();
            return new FragmentWorker(
                    table,
                    active,
                    sources,
                    settings,
                    programs,
                    new FeatureFailures(place.name(), settings.failures(), counted),
                    context);
        } catch (RuntimeException | Error e) {
            table.close();
            throw e;
        }
    }

    private Registration registered(Registrations registrations, Wanted wanted) {
        Registration feature = registrations.require(wanted.name());
        if (!feature.identity().hash().equals(wanted.hash())) {
            throw new InvalidRequestException("Cannot compute feature '" + wanted.name() + "' of table '" + place.name()
                    + "': it was given another function while the job ran; run the backfill again");
        }
        return feature;
    }
}
