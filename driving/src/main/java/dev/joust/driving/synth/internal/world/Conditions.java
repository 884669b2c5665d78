// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.world;

import java.util.List;

/** What BDD100K says about a whole frame, in its own words. */
public record Conditions(Weather weather, Scene scene, TimeOfDay timeOfDay) {
    /** How many different conditions there are. */
    public static final int COMBINATIONS = Weather.values().length * Scene.values().length * TimeOfDay.values().length;

    /** The n-th of all combinations; the number is taken modulo {@link #COMBINATIONS}. */
    public static Conditions combination(int number) {
        int rest = Math.floorMod(number, COMBINATIONS);
        Weather weather = Weather.values()[rest % Weather.values().length];
        rest /= Weather.values().length;
        Scene scene = Scene.values()[rest % Scene.values().length];
        rest /= Scene.values().length;
        return new Conditions(weather, scene, TimeOfDay.values()[rest]);
    }

    /** Common conditions more often than rare ones; {@code hour} in [0, 1) decides the time of day. */
    public static Conditions draw(double hour, Dice dice) {
        return new Conditions(
                Weighted.draw(Weather.WEIGHTS, dice.range(0, 1)).value(),
                Weighted.draw(Scene.WEIGHTS, dice.range(0, 1)).value(),
                Weighted.draw(TimeOfDay.WEIGHTS, hour).value());
    }

    /** The weather, in det_20's words. */
    public enum Weather {
        RAINY("rainy"),
        SNOWY("snowy"),
        CLEAR("clear"),
        OVERCAST("overcast"),
        PARTLY_CLOUDY("partly cloudy"),
        FOGGY("foggy"),
        UNDEFINED("undefined");

        private static final List<Weighted<Weather>> WEIGHTS = List.of(
                new Weighted<>(CLEAR, 0.42),
                new Weighted<>(OVERCAST, 0.14),
                new Weighted<>(PARTLY_CLOUDY, 0.13),
                new Weighted<>(RAINY, 0.13),
                new Weighted<>(SNOWY, 0.10),
                new Weighted<>(FOGGY, 0.05),
                new Weighted<>(UNDEFINED, 0.03));

        private final String word;

        Weather(String word) {
            this.word = word;
        }

        /** As it stands in a label file. */
        public String word() {
            return word;
        }
    }

    /** The kind of place, in det_20's words. */
    public enum Scene {
        TUNNEL("tunnel"),
        RESIDENTIAL("residential"),
        PARKING_LOT("parking lot"),
        CITY_STREET("city street"),
        GAS_STATIONS("gas stations"),
        HIGHWAY("highway"),
        UNDEFINED("undefined");

        private static final List<Weighted<Scene>> WEIGHTS = List.of(
                new Weighted<>(CITY_STREET, 0.56),
                new Weighted<>(HIGHWAY, 0.19),
                new Weighted<>(RESIDENTIAL, 0.18),
                new Weighted<>(PARKING_LOT, 0.03),
                new Weighted<>(GAS_STATIONS, 0.02),
                new Weighted<>(TUNNEL, 0.01),
                new Weighted<>(UNDEFINED, 0.01));

        private final String word;

        Scene(String word) {
            this.word = word;
        }

        /** As it stands in a label file. */
        public String word() {
            return word;
        }
    }

    /** The hour, in det_20's words. */
    public enum TimeOfDay {
        DAYTIME("daytime"),
        NIGHT("night"),
        DAWN_DUSK("dawn/dusk"),
        UNDEFINED("undefined");

        private static final List<Weighted<TimeOfDay>> WEIGHTS = List.of(
                new Weighted<>(DAYTIME, 0.45),
                new Weighted<>(NIGHT, 0.43),
                new Weighted<>(DAWN_DUSK, 0.11),
                new Weighted<>(UNDEFINED, 0.01));

        private final String word;

        TimeOfDay(String word) {
            this.word = word;
        }

        /** As it stands in a label file. */
        public String word() {
            return word;
        }
    }

    private record Weighted<T>(T value, double weight) {
        static <T> Weighted<T> draw(List<Weighted<T>> choices, double uniform) {
            double rest = uniform;
            for (Weighted<T> choice : choices) {
                rest -= choice.weight;
                if (rest < 0) {
                    return choice;
                }
            }
            return choices.get(choices.size() - 1);
        }
    }
}
