// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.call;

import dev.joust.error.UdfException;
import dev.joust.internal.backfill.rows.RowError;
import java.util.List;

/** A feature cannot be computed any further. */
public final class FeatureStopped extends Exception {
    private static final long serialVersionUID = 1;

    private final UdfException reason;
    private final transient List<RowError> errors;

    /** @param errors rows of the batch that failed, the one that stops the feature among them if there is one */
    FeatureStopped(UdfException reason, List<RowError> errors) {
        super(reason.getMessage(), reason, false, false);
        this.reason = reason;
        this.errors = List.copyOf(errors);
    }

    public UdfException reason() {
        return reason;
    }

    List<RowError> errors() {
        return errors;
    }
}
