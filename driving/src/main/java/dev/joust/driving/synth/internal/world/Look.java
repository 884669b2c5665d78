// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.world;

import dev.joust.driving.synth.internal.world.Conditions.Scene;
import dev.joust.driving.synth.internal.world.Conditions.TimeOfDay;
import dev.joust.driving.synth.internal.world.Conditions.Weather;

/**
 * What the conditions mean for the picture: colours of sky and air, how bright it is, what lies on the ground.
 *
 * <p>{@code undefined} words are drawn as something in between: an overcast sky, a hazy hour before dusk.
 *
 * @param hazeMetres at this distance two thirds of a thing are air
 * @param cloudCover share of the sky that clouds hide
 * @param sunColumn where the sun stands, as a share of the width; may lie outside the frame
 * @param sunGlow how strongly the sun lights the sky around it: 0 to 1
 * @param shadow how dark shadows are: 0 to 1
 * @param ambientRed share of red light that reaches everything; green and blue likewise
 */
public record Look(
        boolean night,
        boolean dusk,
        boolean tunnel,
        boolean rain,
        boolean snow,
        double hazeMetres,
        int hazeRgb,
        int zenithRgb,
        int horizonRgb,
        int cloudRgb,
        double cloudCover,
        double sunColumn,
        double sunGlow,
        double shadow,
        double ambientRed,
        double ambientGreen,
        double ambientBlue) {
    /** Draws what the conditions leave open. */
    public static Look of(Conditions conditions, Dice dice) {
        Weather weather = conditions.weather();
        TimeOfDay hour = conditions.timeOfDay();
        boolean night = hour == TimeOfDay.NIGHT;
        boolean dusk = hour == TimeOfDay.DAWN_DUSK || (hour == TimeOfDay.UNDEFINED && dice.chance(0.5));
        double cloudCover = cover(weather, dice);
        double sunColumn = dice.range(-0.35, 1.35);
        boolean grey = cloudCover > 0.75;
        int[] sky = night ? nightSky(grey, dice) : dusk ? duskSky(grey, dice) : daySky(grey, dice);
        double hazeMetres = hazeMetres(weather, night, dice);
        double brightness = night ? dice.range(0.13, 0.24) : dusk ? dice.range(0.42, 0.6) : grey ? 0.84 : 1;
        double warm = night ? -0.16 : dusk ? 0.16 : grey ? -0.03 : 0.03;
        return new Look(
                night,
                dusk,
                conditions.scene() == Scene.TUNNEL,
                weather == Weather.RAINY,
                weather == Weather.SNOWY,
                hazeMetres,
                Colors.mix(sky[1], sky[0], weather == Weather.FOGGY ? 0.15 : 0.1),
                sky[0],
                sky[1],
                sky[2],
                cloudCover,
                sunColumn,
                night ? 0 : grey ? 0.12 : dusk ? 1 : 0.6,
                night ? 0.25 : grey ? 0.35 : dusk ? 0.45 : 0.62,
                brightness * (1 + warm),
                brightness,
                brightness * (1 - warm * 1.2));
    }

    /** Whether lamps are lit. */
    public boolean dark() {
        return night || dusk || tunnel;
    }

    private static double cover(Weather weather, Dice dice) {
        return switch (weather) {
            case CLEAR -> dice.range(0, 0.12);
            case PARTLY_CLOUDY -> dice.range(0.4, 0.62);
            case UNDEFINED -> dice.range(0.55, 0.75);
            case OVERCAST, SNOWY, RAINY -> dice.range(0.85, 0.97);
            case FOGGY -> 1;
        };
    }

    /** Zenith, horizon, clouds; so are the next two. */
    private static int[] nightSky(boolean grey, Dice dice) {
        int glow = dice.pick(new int[] {0x3A2E22, 0x24262E, 0x2C2430, 0x1A1C24, 0x403022});
        int zenith = grey ? 0x15161B : 0x080B16;
        return new int[] {Colors.vary(zenith, dice, 0.3), Colors.vary(glow, dice, 0.35), grey ? 0x2A2826 : 0x1C1D24};
    }

    private static int[] duskSky(boolean grey, Dice dice) {
        return grey
                ? new int[] {0x4E5361, Colors.vary(0x93857E, dice, 0.15), 0x5B5961}
                : new int[] {
                    Colors.vary(0x35476F, dice, 0.25),
                    Colors.vary(dice.pick(new int[] {0xF09A55, 0xE87F58, 0xF2B070, 0xD98A80}), dice, 0.08),
                    Colors.vary(0x9C6A66, dice, 0.15)
                };
    }

    private static int[] daySky(boolean grey, Dice dice) {
        return grey
                ? new int[] {
                    Colors.vary(0x9AA3AC, dice, 0.18),
                    Colors.vary(0xCBD0D3, dice, 0.1),
                    Colors.vary(0x868E97, dice, 0.1)
                }
                : new int[] {Colors.vary(0x3F7AC4, dice, 0.2), Colors.vary(0xBCD7EC, dice, 0.08), 0xF4F6F8};
    }

    private static double hazeMetres(Weather weather, boolean night, Dice dice) {
        double clear = night ? 500 : dice.range(600, 1400);
        return switch (weather) {
            case FOGGY -> dice.range(38, 95);
            case RAINY -> dice.range(140, 300);
            case SNOWY -> dice.range(110, 260);
            case OVERCAST -> clear * 0.6;
            case CLEAR, PARTLY_CLOUDY, UNDEFINED -> clear;
        };
    }
}
