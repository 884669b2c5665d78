// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.index;

import dev.joust.index.IndexType;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the type of an index. */
final class IndexTypeConverter implements ITypeConverter<IndexType> {
    @Override
    public IndexType convert(String text) {
        if (text.equalsIgnoreCase("ivf_hnsw_flat")) {
            throw new TypeConversionException("Lance refuses graphs of whole vectors, '" + text
                    + "'; use ivf_hnsw_sq, or ivf_flat to keep them whole");
        }
        return IndexType.find(text.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is none of "
                        + Arrays.stream(IndexType.values())
                                .filter(type -> type != IndexType.OTHER)
                                .map(IndexType::text)
                                .collect(Collectors.joining(", "))));
    }
}
