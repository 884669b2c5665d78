// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;

/** Shows the vectors of a batch to a function of vectors. */
final class ArrowBatch implements BatchUdf {
    private final ArrowUdf udf;
    private final int inputs;
    private final int outputs;

    ArrowBatch(ArrowUdf udf, int inputs, int outputs) {
        this.udf = udf;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    @Override
    public void open(UdfContext context) throws Exception {
        udf.open(context);
    }

    @Override
    @SuppressWarnings("resource") // the engine closes the vectors
    public void compute(InputBatch in, OutputBatch out) throws Exception {
        List<FieldVector> read = new ArrayList<>();
        for (int input = 0; input < inputs; input++) {
            read.add(in.vector(input));
        }
        List<FieldVector> written = new ArrayList<>();
        for (int output = 0; output < outputs; output++) {
            written.add(out.vector(output));
        }
        udf.compute(root(read, in.rows()), root(written, 0));
    }

    private static VectorSchemaRoot root(List<FieldVector> vectors, int rows) {
        List<Field> fields = vectors.stream().map(FieldVector::getField).toList();
        return new VectorSchemaRoot(fields, vectors, rows);
    }

    @Override
    public void close() {
        udf.close();
    }
}
