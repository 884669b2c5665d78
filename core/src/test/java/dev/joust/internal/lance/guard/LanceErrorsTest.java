// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.error.CommitConflictException;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.StorageException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LanceErrorsTest {
    @Test
    void tellsMissingRights() {
        Throwable thrown = new RuntimeException("LanceError(IO): Generic LocalFileSystem error: Unable to open file"
                + " /lake/t.lance/data/x.lance: Permission denied (os error 13), /rust/src/writer.rs:12:3");

        assertThat(LanceErrors.translate("write to table 't'", thrown))
                .isInstanceOf(StorageException.class)
                .hasMessage(
                        "Cannot write to table 't': no permission (Generic LocalFileSystem error: Unable to open file"
                                + " /lake/t.lance/data/x.lance: Permission denied (os error 13)); check the rights of the lake's"
                                + " folder")
                .hasCause(thrown);
    }

    @Test
    void tellsAFullDisk() {
        Throwable thrown = new IOException("LanceError(IO): No space left on device (os error 28), /rust/a.rs:1:1");

        assertThat(LanceErrors.translate("write to table 't'", thrown))
                .isInstanceOf(StorageException.class)
                .hasMessage("Cannot write to table 't': the disk is full (No space left on device (os error 28)); free"
                        + " some space, nothing was committed");
    }

    @Test
    void tellsConflicts() {
        Throwable thrown = new IllegalArgumentException(
                "Retryable commit conflict for version 6: This Update"
                        + " transaction was preempted by concurrent transaction Update at version 6. Please retry., /x/y.rs:4:1");

        assertThat(LanceErrors.translate("commit to table 't'", thrown)).isInstanceOf(CommitConflictException.class);
    }

    @Test
    void unwrapsWhatComesThroughAStream() {
        Throwable thrown = new IOException(
                "[errno 22] CDataJniException{errno=22, message=External error:"
                        + " LanceError(Arrow): Cast error: Can't cast value 3000000000 to type Int32, /lance/scanner.rs:4719:66}");

        assertThat(LanceErrors.translate("read table 't'", thrown))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot read table 't': Cast error: Can't cast value 3000000000 to type Int32; correct the"
                        + " expression");
    }
}
