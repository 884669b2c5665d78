// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.joust.backfill.BackfillResult;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.job.Job;
import dev.joust.job.JobError;
import dev.joust.job.JobState;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LakeJobsTest {
    record Frame(long id, int divisor) {}

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;

    @BeforeEach
    void openALakeOfFrames() {
        lake = Joust.open(folder.resolve("lake"));
        frames = lake.createTable("frames", Frame.class);
        frames.append(List.of(new Frame(0, 1), new Frame(1, 0), new Frame(2, 2)));
    }

    @AfterEach
    void closeTheLake() {
        lake.close();
    }

    @Test
    void remembersJobsAndTheRowsThatTheyCouldNotCompute() {
        assertThat(lake.jobs()).isEmpty();
        frames.addFeatures(Feature.of("quotient", Types.INT32)
                .version(1)
                .from("divisor", InputType.INT)
                .map(divisor -> 10 / divisor));

        BackfillResult result =
                frames.backfill("quotient").onError(ErrorPolicy.skip()).run();

        Job job = lake.job(result.job());
        assertThat(lake.jobs()).containsExactly(job);
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.rowsFailed()).isEqualTo(1);
        assertThat(lake.jobErrors(result.job()))
                .extracting(JobError::rowId, JobError::column, JobError::udf)
                .containsExactly(tuple(1L, "quotient", "quotient"));
        assertThat(lake.jobErrors(result.job()).get(0).message()).contains("/ by zero");
    }

    @Test
    void saysThatThereWasNoSuchJob() {
        assertThatThrownBy(() -> lake.job("x"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Cannot find job 'x': lake '" + lake.uri()
                        + "' has none of this id; the list of its jobs names them");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "id > | the condition 'id >' cannot be read (Expected: an expression, found: its end); correct the SQL",
                "nobody = 1 | there is no column 'nobody'; the columns are 'id', 'divisor', 'twice'",
                "divisor = 'abc' | the condition 'divisor = 'abc'' does not fit the columns (Received literal Utf8(\"abc\")"
                        + " and could not convert to literal of type 'Int32'); correct the SQL",
                "divisor | The filter divisor does not return a boolean; correct the SQL",
                "wrong(id) | there is no function 'wrong'; see the functions of DataFusion's SQL",
                "id = 1; id = 2 | there is a ';' in the SQL expression 'id = 1; id = 2'; write one expression, without a ';'"
            })
    void writesDownNoJobWhoseConditionIsWrong(String where, String why) {
        frames.addFeatures(frames.sqlFeature("twice", "id * 2"));

        assertThatThrownBy(() -> frames.backfill("twice").where(where).run())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot backfill table 'frames': " + why);
        assertThat(lake.jobs()).isEmpty();
    }

    @Test
    void addsSeveralSqlFeaturesAtOnce() {
        frames.addFeatures(frames.sqlFeature("twice", "id * 2"), frames.sqlFeature("text", "concat(id, '!')"));
        frames.backfill("twice", "text").run();

        assertThat(frames.featureColumns()).containsExactlyInAnyOrder("twice", "text");
        assertThat(frames.query().where("id = 2").select("twice", "text").rows().get(0))
                .hasToString("{twice=4, text=2!}");
    }
}
