// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.permutation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.cli.print.HumanFormat;
import dev.joust.cli.print.Text;
import dev.joust.permutation.Permutation;
import java.util.List;

/** A permutation for people and programs. */
final class PermutationOutput {
    private PermutationOutput() {}

    static void write(ObjectNode json, String name, Permutation permutation) {
        json.put("name", name).put("table", permutation.table()).put("version", permutation.version());
        ObjectNode splits = json.putObject("splits");
        permutation.sizes().forEach(splits::put);
        json.put("order_hash", permutation.orderHash());
        ObjectNode hashes = json.putObject("split_order_hashes");
        permutation
                .splitNames()
                .forEach(split -> hashes.put(split, permutation.split(split).orderHash()));
    }

    static void write(Text text, String name, Permutation permutation) {
        text.line("Permutation '" + name + "': " + HumanFormat.count(permutation.rows(), "row") + " of version "
                        + permutation.version() + " of '" + permutation.table() + "'")
                .table(
                        List.of("split", "rows", "order"),
                        permutation.splitNames().stream()
                                .map(split -> List.<Object>of(
                                        split,
                                        HumanFormat.count(
                                                permutation.split(split).rows(), "row"),
                                        permutation.split(split).orderHash()))
                                .toList(),
                        "no splits");
    }
}
