// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls a function of one row for each row of a batch; a row that throws fails alone. */
final class ScalarBatch implements BatchUdf.RowByRow {
    private final RowFunction function;
    private final int outputs;

    ScalarBatch(RowFunction function, int outputs) {
        this.function = function;
        this.outputs = outputs;
    }

    /** One row of a batch to its result. */
    @FunctionalInterface
    interface RowFunction {
        @Nullable
        Object apply(InputBatch in, int row) throws Exception;
    }

    /** The value of an input; null where the feature accepts that. */
    @SuppressWarnings("NullAway") // only features that accept nulls meet one, and their functions expect it
    static Object argument(InputBatch in, int input, int row) {
        return in.value(input, row);
    }

    @Override
    public void compute(InputBatch in, OutputBatch out) throws Exception {
        for (int row = 0; row < in.rows(); row++) {
            try {
                set(out, row, function.apply(in, row));
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                out.fail(row, e);
            }
        }
    }

    private void set(OutputBatch out, int row, @Nullable Object result) {
        if (outputs == 1 || result == null) {
            for (int output = 0; output < outputs; output++) {
                out.set(row, output, result);
            }
        } else {
            List<?> values = (List<?>) result;
            if (values.size() != outputs) {
                throw new IllegalArgumentException(
                        "The function returned " + values.size() + " values for " + outputs + " columns");
            }
            for (int output = 0; output < outputs; output++) {
                out.set(row, output, values.get(output));
            }
        }
    }
}
