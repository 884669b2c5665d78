// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.guard;

import dev.joust.schema.ColumnType;
import dev.joust.schema.ColumnType.Unit;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.Optional;

/** Dates and times in SQL: as numbers since 1970, because Lance reads no year after 9999 as text. */
final class TimeLiterals {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long MILLIS_PER_DAY = 86_400_000;

    private TimeLiterals() {}

    /** A value of a column; empty if it is none. */
    static Optional<String> of(ColumnType type, Object value, Literals literals) {
        if (type instanceof ColumnType.Timestamp timestamp && value instanceof LocalDateTime time) {
            return Optional.of(timestamp(time.toInstant(ZoneOffset.UTC), timestamp.unit(), "None", literals, value));
        } else if (type instanceof ColumnType.ZonedTimestamp timestamp && value instanceof Instant instant) {
            return Optional.of(timestamp(instant, timestamp.unit(), zone(timestamp), literals, value));
        } else if (type instanceof ColumnType.Date date && value instanceof LocalDate day) {
            return Optional.of(date(date, day));
        } else if (type instanceof ColumnType.Time time && value instanceof LocalTime clock) {
            return Optional.of(time(time.unit(), clock, literals));
        }
        return Optional.empty();
    }

    /** A value whose column is not known: in nanoseconds where they are needed, else in microseconds. */
    static String untyped(Object value) {
        if (value instanceof LocalDate day) {
            return "arrow_cast(" + day.toEpochDay() + ", 'Date32')";
        } else if (value instanceof LocalTime clock) {
            return clock(clock, clock.get(ChronoField.NANO_OF_SECOND) % 1000 == 0 ? Unit.MICROSECOND : Unit.NANOSECOND);
        }
        boolean isZoned = value instanceof Instant;
        Instant instant = isZoned ? (Instant) value : ((LocalDateTime) value).toInstant(ZoneOffset.UTC);
        boolean isFine = instant.get(ChronoField.NANO_OF_SECOND) % 1000 != 0
                && since1970(instant, Unit.NANOSECOND).bitLength() < Long.SIZE;
        Unit unit = isFine ? Unit.NANOSECOND : Unit.MICROSECOND;
        return arrow(since1970(instant, unit), unit, isZoned ? "Some(\"UTC\")" : "None");
    }

    private static String zone(ColumnType.ZonedTimestamp type) {
        return "Some(\"" + type.zone().replace("'", "''") + "\")";
    }

    private static String timestamp(Instant instant, Unit unit, String zone, Literals literals, Object value) {
        requireUnit(instant.get(ChronoField.NANO_OF_SECOND), unit, literals, value);
        BigInteger number = since1970(instant, unit);
        if (number.bitLength() >= Long.SIZE) {
            throw literals.unfit(value, "give a time nearer to 1970");
        }
        return arrow(number, unit, zone);
    }

    private static String arrow(BigInteger number, Unit unit, String zone) {
        return "arrow_cast(" + Literals.untyped(number.longValueExact()) + ", 'Timestamp(" + name(unit) + ", " + zone
                + ")')";
    }

    private static BigInteger since1970(Instant instant, Unit unit) {
        long perSecond = NANOS_PER_SECOND / nanos(unit);
        return BigInteger.valueOf(instant.getEpochSecond())
                .multiply(BigInteger.valueOf(perSecond))
                .add(BigInteger.valueOf(instant.get(ChronoField.NANO_OF_SECOND) / nanos(unit)));
    }

    private static String date(ColumnType.Date type, LocalDate day) {
        long number = type.bits() == 32 ? day.toEpochDay() : day.toEpochDay() * MILLIS_PER_DAY;
        return "arrow_cast(" + number + ", 'Date" + type.bits() + "')";
    }

    private static String time(Unit unit, LocalTime clock, Literals literals) {
        requireUnit(clock.get(ChronoField.NANO_OF_SECOND), unit, literals, clock);
        return clock(clock, unit);
    }

    private static String clock(LocalTime clock, Unit unit) {
        String type = unit == Unit.SECOND || unit == Unit.MILLISECOND ? "Time32(" : "Time64(";
        return "arrow_cast('" + clock.format(java.time.format.DateTimeFormatter.ISO_LOCAL_TIME) + "', '" + type
                + name(unit) + ")')";
    }

    private static void requireUnit(int nano, Unit unit, Literals literals, Object value) {
        if (nano % nanos(unit) != 0) {
            throw literals.unfit(value, "give a time in whole " + name(unit).toLowerCase(java.util.Locale.ROOT) + "s");
        }
    }

    private static long nanos(Unit unit) {
        return switch (unit) {
            case SECOND -> NANOS_PER_SECOND;
            case MILLISECOND -> 1_000_000;
            case MICROSECOND -> 1000;
            case NANOSECOND -> 1;
        };
    }

    private static String name(Unit unit) {
        return switch (unit) {
            case SECOND -> "Second";
            case MILLISECOND -> "Millisecond";
            case MICROSECOND -> "Microsecond";
            case NANOSECOND -> "Nanosecond";
        };
    }
}
