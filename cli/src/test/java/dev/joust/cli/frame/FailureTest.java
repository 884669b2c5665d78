// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.error.AlreadyExistsException;
import dev.joust.error.CommitConflictException;
import dev.joust.error.CommitStateUnknownException;
import dev.joust.error.InternalException;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.error.SchemaMismatchException;
import dev.joust.error.StorageException;
import dev.joust.error.UdfException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {
    static Stream<Arguments> failuresAndCodes() {
        return Stream.of(
                Arguments.of(new InvalidRequestException("m"), 2, "INVALID_REQUEST"),
                Arguments.of(new SchemaMismatchException("m"), 2, "INVALID_REQUEST"),
                Arguments.of(new AlreadyExistsException("m", "table", "t"), 2, "ALREADY_EXISTS"),
                Arguments.of(new NotFoundException("m", "table", "t", List.of()), 3, "NOT_FOUND"),
                Arguments.of(new CommitConflictException("m"), 4, "CONFLICT"),
                Arguments.of(new CommitStateUnknownException("m"), 1, "COMMIT_STATE_UNKNOWN"),
                Arguments.of(new UdfException("m", "u", "c", 0, 1, new IllegalStateException()), 1, "UDF"),
                Arguments.of(new StorageException("m"), 1, "STORAGE"),
                Arguments.of(new InternalException("m"), 1, "INTERNAL"),
                Arguments.of(new IOException("m"), 1, "STORAGE"),
                Arguments.of(new IllegalArgumentException("m"), 2, "INVALID_REQUEST"));
    }

    @ParameterizedTest
    @MethodSource("failuresAndCodes")
    void keepsTheMessageAndChoosesTheExitCode(Throwable thrown, int exitCode, String code) {
        Failure failure = Failure.of(thrown);

        assertThat(failure.exitCode().number()).isEqualTo(exitCode);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.message()).isEqualTo("m");
    }

    @Test
    void tellsACancelledCommandAsInterrupted() {
        Failure failure = Failure.of(new CancellationException());

        assertThat(failure)
                .isEqualTo(new Failure(
                        ExitCode.INTERRUPTED,
                        "INTERRUPTED",
                        "Interrupted; what is committed stays, and nothing is half done"));
        assertThat(failure.exitCode().number()).isEqualTo(130);
    }

    @Test
    void tellsADefectAsOne() {
        assertThat(Failure.of(new IllegalStateException("no\n  row")).message())
                .isEqualTo("Cannot finish: java.lang.IllegalStateException: no row; this is a defect, run again with"
                        + " --debug for its trace");
    }
}
