// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Where an instance of a {@link BatchUdf} runs. Immutable. */
public final class UdfContext {
    private final int worker;
    private final int workers;
    private final Supplier<Path> tempFolder;
    private final Map<String, String> parameters;
    private final OptionalInt gpu;
    private final Map<String, String> models;

    /** A worker without a GPU. */
    public UdfContext(int worker, int workers, Path tempFolder, Map<String, String> parameters) {
        this(worker, workers, tempFolder, parameters, OptionalInt.empty());
    }

    /** A worker with a folder that exists. */
    public UdfContext(int worker, int workers, Path tempFolder, Map<String, String> parameters, OptionalInt gpu) {
        this(worker, workers, folder(tempFolder), parameters, gpu);
    }

    /**
     * A worker whose folder is made when it is asked for.
     *
     * @param worker which of the workers it is, counted from 0
     * @param workers how many there are
     * @param tempFolder gives the same folder each time
     * @param parameters the parameters that the feature declares
     * @param gpu the index of the GPU that is this worker's
     */
    public UdfContext(
            int worker, int workers, Supplier<Path> tempFolder, Map<String, String> parameters, OptionalInt gpu) {
        this(worker, workers, tempFolder, parameters, gpu, Map.of());
    }

    private UdfContext(
            int worker,
            int workers,
            Supplier<Path> tempFolder,
            Map<String, String> parameters,
            OptionalInt gpu,
            Map<String, String> models) {
        if (worker < 0 || worker >= workers) {
            throw new IllegalArgumentException("worker must be in 0 to " + (workers - 1) + " but was " + worker);
        }
        this.worker = worker;
        this.workers = workers;
        this.tempFolder = requireNonNull(tempFolder, "tempFolder");
        this.parameters = Map.copyOf(parameters);
        this.gpu = requireNonNull(gpu, "gpu");
        this.models = models;
    }

    private static Supplier<Path> folder(Path path) {
        requireNonNull(path, "tempFolder");
        return () -> path;
    }

    /** The same worker, for a feature whose models are these. */
    public UdfContext withModels(Map<String, String> hashes) {
        return new UdfContext(worker, workers, tempFolder, parameters, gpu, Map.copyOf(hashes));
    }

    /** Which of the workers the instance belongs to, counted from 0. */
    public int worker() {
        return worker;
    }

    /** How many workers there are. */
    public int workers() {
        return workers;
    }

    /** A folder for this worker alone, which is removed after the backfill. */
    public Path tempFolder() {
        return tempFolder.get();
    }

    /** The parameters that the feature declares. */
    public Map<String, String> parameters() {
        return parameters;
    }

    /**
     * The hashes of the model files that the feature's identity names, which the function must find where its
     * parameters say.
     */
    public Map<String, String> models() {
        return models;
    }

    /**
     * The index of the GPU that is this worker's; empty if the function declares that it uses none, or there is none.
     */
    public OptionalInt gpu() {
        return gpu;
    }
}
