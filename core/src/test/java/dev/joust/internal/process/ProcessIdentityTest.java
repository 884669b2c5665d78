// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.internal.process.ProcessIdentity.Life;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {
    /** A number that the operating system gives to no process. */
    private static final long NOBODY = 999_999_999L;

    private static final String SYSTEM = "pid:[4026531836]";
    private static final String CONTAINER = "pid:[4026532201]";

    private final ProcessIdentity self = ProcessIdentity.current();

    private static ProcessIdentity in(ProcessSpace space) {
        return new ProcessIdentity(NOBODY, Optional.of(space));
    }

    @Test
    void readsWhatItWrites() {
        assertThat(ProcessIdentity.parse(self.text())).contains(self);
        assertThat(ProcessIdentity.parseNamePart(self.namePart())).contains(self);
        assertThat(ProcessIdentity.parse("")).isEmpty();
        assertThat(ProcessIdentity.parse("x@y")).isEmpty();
        assertThat(ProcessIdentity.parseNamePart("4711-01234567")).isEmpty();
    }

    @Test
    void theTableOfProcessesTellsOfThoseInTheSameSpace() {
        assertThat(self.life(Instant.now())).isEqualTo(Life.ALIVE);
        assertThat(self.life(Instant.EPOCH))
                .as("a younger process with its number")
                .isEqualTo(Life.GONE);
        assertThat(in(ProcessSpace.HERE).life(Instant.now())).isEqualTo(Life.GONE);
    }

    @Test
    void aProcessOfAnEarlierStartOfTheMachineIsGone() {
        ProcessSpace before = new ProcessSpace(ProcessSpace.HERE.machine(), "00000000");

        assertThat(new ProcessIdentity(self.number(), Optional.of(before)).life(Instant.now()))
                .isEqualTo(Life.GONE);
    }

    @Test
    void ofAnotherSpaceNobodyCanTellAndItCountsAsAliveForAMonth() {
        ProcessIdentity other = in(new ProcessSpace("00000000", "00000000"));

        assertThat(other.life(Instant.EPOCH)).isEqualTo(Life.UNSEEN);
        assertThat(other.mayBeAlive(Instant.now().minus(Duration.ofDays(29)))).isTrue();
        assertThat(other.mayBeAlive(Instant.now().minus(Duration.ofDays(31)))).isFalse();
    }

    @Test
    void soDoesOneThatAnEarlierVersionWroteDownByTheNameOfThisHost() {
        ProcessIdentity old =
                ProcessIdentity.parse(NOBODY + "@" + ProcessSpace.hostName()).orElseThrow();

        assertThat(old.space()).isEmpty();
        assertThat(old.life(Instant.now())).isEqualTo(Life.UNSEEN);
        assertThat(old.mayBeAlive(Instant.now().minus(Duration.ofDays(29)))).isTrue();
        assertThat(old.mayBeAlive(Instant.now().minus(Duration.ofDays(31)))).isFalse();
    }

    @Test
    void containersThatShareANameAreDifferentMachinesAtEachStart() {
        ProcessSpace one = ProcessSpace.linux("app", CONTAINER, "boot-1", "machine");

        assertThat(ProcessSpace.linux("app", CONTAINER, "boot-1", "machine")).isEqualTo(one);
        assertThat(ProcessSpace.linux("app", "pid:[4026532202]", "boot-1", "machine")
                        .machine())
                .isNotEqualTo(one.machine());
        assertThat(ProcessSpace.linux("app", CONTAINER, "boot-2", "machine").machine())
                .isNotEqualTo(one.machine());
    }

    @Test
    void aMachineIsTheSameAfterABootIfItHasAnId() {
        ProcessSpace before = ProcessSpace.linux("node", SYSTEM, "boot-1", "machine");
        ProcessSpace after = ProcessSpace.linux("node", SYSTEM, "boot-2", "machine");

        assertThat(after.machine()).isEqualTo(before.machine());
        assertThat(after.table()).isNotEqualTo(before.table());
        assertThat(ProcessSpace.linux("node", SYSTEM, "boot-2", "").machine())
                .isNotEqualTo(ProcessSpace.linux("node", SYSTEM, "boot-1", "").machine());
    }
}
