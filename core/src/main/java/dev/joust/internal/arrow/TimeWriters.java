// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import dev.joust.internal.arrow.CellWriters.ValueWriter;
import dev.joust.schema.ColumnType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.types.TimeUnit;

/** Writers of timestamps, dates and times of day; all cut to the unit of their column. */
final class TimeWriters {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private TimeWriters() {}

    static ValueWriter of(ColumnType type, FieldVector vector, String path) {
        if (type instanceof ColumnType.Timestamp timestamp) {
            return timestamps(type, timestamp.unit(), (TimeStampVector) vector, path);
        } else if (type instanceof ColumnType.ZonedTimestamp timestamp) {
            return timestamps(type, timestamp.unit(), (TimeStampVector) vector, path);
        } else if (type instanceof ColumnType.Date) {
            return dates(type, vector, path);
        }
        return times(type, vector, path);
    }

    private static ValueWriter timestamps(ColumnType type, ColumnType.Unit unit, TimeStampVector vector, String path) {
        long perSecond = CellReaders.perSecond(TimeUnit.valueOf(unit.name()));
        boolean isZoned = type instanceof ColumnType.ZonedTimestamp;
        return (index, value) -> {
            Instant instant = isZoned ? instant(path, type, value) : local(path, type, value);
            long fraction = instant.getNano() / (NANOS_PER_SECOND / perSecond);
            try {
                long ticks = Math.multiplyExact(
                        instant.getEpochSecond() + (instant.getEpochSecond() < 0 ? 1 : 0), perSecond);
                vector.setSafe(
                        index, Math.addExact(ticks, instant.getEpochSecond() < 0 ? fraction - perSecond : fraction));
            } catch (ArithmeticException e) {
                throw CellProblem.doesNotFit(path, type, value, "use a column with a coarser unit");
            }
            return Long.BYTES;
        };
    }

    private static Instant instant(String path, ColumnType type, Object value) {
        if (value instanceof Instant instant) {
            return instant;
        } else if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        } else if (value instanceof ZonedDateTime time) {
            return time.toInstant();
        }
        throw CellProblem.wrongType(path, type, value, "give an Instant, OffsetDateTime or ZonedDateTime");
    }

    private static Instant local(String path, ColumnType type, Object value) {
        if (value instanceof LocalDateTime time) {
            return time.toInstant(ZoneOffset.UTC);
        }
        throw CellProblem.wrongType(path, type, value, "give a LocalDateTime");
    }

    private static ValueWriter dates(ColumnType type, FieldVector vector, String path) {
        return (index, value) -> {
            if (!(value instanceof LocalDate date)) {
                throw CellProblem.wrongType(path, type, value, "give a LocalDate");
            }
            long day = date.toEpochDay();
            if (vector instanceof DateDayVector days) {
                if (day != (int) day) {
                    throw CellProblem.doesNotFit(path, type, value, "use a date64 column");
                }
                days.setSafe(index, (int) day);
            } else {
                if (Math.abs(day) > Long.MAX_VALUE / MILLIS_PER_DAY) {
                    throw CellProblem.doesNotFit(path, type, value, "use a date32 column");
                }
                ((DateMilliVector) vector).setSafe(index, day * MILLIS_PER_DAY);
            }
            return Long.BYTES;
        };
    }

    private static ValueWriter times(ColumnType type, FieldVector vector, String path) {
        return (index, value) -> {
            if (!(value instanceof LocalTime time)) {
                throw CellProblem.wrongType(path, type, value, "give a LocalTime");
            }
            long nanos = time.toNanoOfDay();
            if (vector instanceof TimeSecVector seconds) {
                seconds.setSafe(index, time.toSecondOfDay());
            } else if (vector instanceof TimeMilliVector millis) {
                millis.setSafe(index, (int) (nanos / 1_000_000));
            } else if (vector instanceof TimeMicroVector micros) {
                micros.setSafe(index, nanos / 1_000);
            } else {
                ((TimeNanoVector) vector).setSafe(index, nanos);
            }
            return Long.BYTES;
        };
    }
}
