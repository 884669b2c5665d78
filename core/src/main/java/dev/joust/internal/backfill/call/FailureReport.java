// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.call;

import static java.util.Objects.requireNonNull;

import dev.joust.error.JoustException;
import dev.joust.error.UdfException;
import dev.joust.internal.backfill.rows.RowError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;

/**
 * What went wrong in a process since it last reported.
 *
 * @param stops features that stopped
 * @param uncommitted errors of rows that will not be committed
 */
public record FailureReport(List<Stop> stops, List<RowError> uncommitted) implements Serializable {
    public static final FailureReport NONE = new FailureReport(List.of(), List.of());

    public FailureReport {
        stops = List.copyOf(stops);
        uncommitted = List.copyOf(uncommitted);
    }

    /** Why a feature stopped. */
    record Stop(String feature, JoustException reason) implements Serializable {
        Stop {
            requireNonNull(feature, "feature");
            requireNonNull(reason, "reason");
        }

        /** What a function threw may hold anything: what cannot travel is replaced by its words and its stack. */
        private Object writeReplace() {
            try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
                out.writeObject(reason);
                return this;
            } catch (IOException e) {
                return new Stop(feature, described());
            }
        }

        private JoustException described() {
            Throwable cause = reason.getCause() == null ? reason : reason.getCause();
            RuntimeException words = new RuntimeException(cause.toString());
            words.setStackTrace(cause.getStackTrace());
            UdfException udf = reason instanceof UdfException it ? it : null;
            JoustException described = new UdfException(
                    String.valueOf(reason.getMessage()),
                    udf == null ? "" : udf.udf(),
                    udf == null ? feature : udf.column(),
                    udf == null ? -1 : udf.rowId(),
                    udf == null ? 1 : udf.attempt(),
                    words);
            described.setStackTrace(reason.getStackTrace());
            return described;
        }
    }
}
