// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.internal.onnx;

import dev.joust.error.InvalidRequestException;
import dev.joust.schema.Names;
import dev.joust.vision.model.BundledModels;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a model, at a place that a user named: a folder, an ONNX file in one, or the name of a bundled model.
 */
public final class ModelFolder {
    private static final String ONNX = ".onnx";

    private final String place;
    private final @Nullable Path folder;
    private final @Nullable Path only;
    private final @Nullable Bundle bundle;

    private ModelFolder(String place, @Nullable Path folder, @Nullable Path only, @Nullable Bundle bundle) {
        this.place = place;
        this.folder = folder;
        this.only = only;
        this.bundle = bundle;
    }

    private record Bundle(ClassLoader loader, String folder) {
        @Nullable
        URL find(String file) {
            return loader.getResource(folder + "/" + file);
        }
    }

    /**
     * Finds the folder.
     *
     * @throws InvalidRequestException if there is none
     */
    public static ModelFolder at(String place) {
        SortedMap<String, Bundle> bundles = bundles();
        Bundle bundle = bundles.get(place);
        if (bundle != null) {
            return new ModelFolder(place, null, null, bundle);
        }
        Path path = path(place);
        if (path != null && Files.isDirectory(path)) {
            return new ModelFolder(place, path, null, null);
        }
        if (path != null && Files.isRegularFile(path)) {
            if (!path.toString().endsWith(ONNX)) {
                throw new InvalidRequestException(
                        "Cannot open model '" + Names.shownWhole(place)
                                + "': it is neither a folder nor a file that ends in '.onnx'; name the folder of an ONNX export");
            }
            return new ModelFolder(place, path.toAbsolutePath().getParent(), path, null);
        }
        throw new InvalidRequestException(
                "Cannot open model '" + Names.shownWhole(place)
                        + "': there is no such folder or file here; check the path"
                        + (bundles.isEmpty()
                                ? ""
                                : ", or name a model that this program brings: " + Names.quoted(bundles.keySet()))
                        + ". A feature is pointed at the same model elsewhere with 'features alter', and stays as fresh as it is");
    }

    private static @Nullable Path path(String place) {
        try {
            return place.isBlank() ? null : Path.of(place);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static SortedMap<String, Bundle> bundles() {
        SortedMap<String, Bundle> found = new TreeMap<>();
        for (BundledModels provider : ServiceLoader.load(BundledModels.class, ModelFolder.class.getClassLoader())) {
            provider.folders()
                    .forEach((name, folder) ->
                            found.put(name, new Bundle(provider.getClass().getClassLoader(), folder)));
        }
        return found;
    }

    /** Finds a file by its name. */
    public Optional<ModelFile> find(String name) {
        if (bundle != null) {
            return Optional.ofNullable(bundle.find(name)).map(url -> ModelFile.of(place + "/" + name, url));
        }
        if (only != null && name.endsWith(ONNX)) {
            return only.endsWith(name) ? Optional.of(ModelFile.of(only)) : Optional.empty();
        }
        return Optional.ofNullable(folder)
                .flatMap(parent -> Stream.of(
                                parent.resolve(name), parent.resolve("onnx").resolve(name))
                        .filter(Files::isRegularFile)
                        .findFirst())
                .map(ModelFile::of);
    }

    /**
     * Returns the first of these files that is there, or the one that the user named.
     *
     * @param what what is in it, such as {@code an image encoder}
     * @throws InvalidRequestException if there is none
     */
    public ModelFile require(String what, List<String> names) {
        if (only != null && names.stream().anyMatch(name -> name.endsWith(ONNX))) {
            return ModelFile.of(only);
        }
        return names.stream()
                .flatMap(name -> find(name).stream())
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException("Cannot open model '" + Names.shownWhole(place)
                        + "': it has no " + what + ", which would be in " + Names.quoted(names)
                        + "; name the folder of an export that has it"));
    }

    /** The place as the user named it. */
    @Override
    public String toString() {
        return place;
    }
}
