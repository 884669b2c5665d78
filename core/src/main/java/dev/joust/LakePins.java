// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.internal.pin.PinFolder;
import dev.joust.internal.pin.StoredPin;
import dev.joust.pin.Pin;
import java.util.List;
import java.util.Optional;

/** The pins of a lake, and what they need of its tables. */
record LakePins(Lake lake, LakeUri uri) {
    List<Pin> all() {
        return stored().stream().map(StoredPin::pin).toList();
    }

    /** Lakes in object stores have none, because nothing can be written there yet. */
    private Optional<PinFolder> folder() {
        return uri.folder().map(path -> PinFolder.of(path, lake.store().durability()));
    }

    private List<StoredPin> stored() {
        return folder().map(PinFolder::all).orElse(List.of());
    }
}
