// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.paint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.driving.synth.internal.figure.Figure;
import dev.joust.driving.synth.internal.figure.Figures;
import dev.joust.driving.synth.internal.world.Actor;
import dev.joust.driving.synth.internal.world.Actor.Kind;
import dev.joust.driving.synth.internal.world.Camera;
import dev.joust.driving.synth.internal.world.Conditions;
import dev.joust.driving.synth.internal.world.Dice;
import dev.joust.driving.synth.internal.world.Look;
import dev.joust.driving.synth.internal.world.Road;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BoxFitTest {
    private static final int BLANK = 0x00FF00;

    private final Camera camera = new Camera(1280, 720, 920, 330, 1.4, 1.7, 0.03, 0.0008);
    private final Conditions day =
            new Conditions(Conditions.Weather.CLEAR, Conditions.Scene.CITY_STREET, Conditions.TimeOfDay.DAYTIME);
    private final Look look = Look.of(day, Dice.of(1));
    private final Road road = Road.plan(Conditions.Scene.CITY_STREET, look, 0, Dice.of(2));
    private final Canvas canvas = new Canvas(1280, 720);

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"LAMP", "TREE"})
    void boundsWhatIsPaintedToTwoPixels(Kind kind) {
        Dice dice = Dice.of(3, kind.name().hashCode());
        for (int i = 0; i < 60; i++) {
            double z = dice.logRange(4, 90);
            double heading = kind == Kind.TRAFFIC_LIGHT || kind == Kind.TRAFFIC_SIGN || kind == Kind.GANTRY
                    ? 0
                    : dice.pick(new int[] {0, 1, 2, 3}) * Math.PI / 2;
            double x = camera.worldX(dice.range(200, 1080), z);
            double size = kind == Kind.GANTRY ? 7 : kind == Kind.TRAFFIC_LIGHT ? 3.4 : dice.range(1.4, 2.3);
            Actor actor = new Actor(kind, x, z, heading, size, 0, 0, dice.nextLong());
            Figure figure = Figures.of(actor, camera, look, road);
            Rectangle2D expected = figure.boxWithin(1280, 720);
            if (expected.getWidth() < 2 || expected.getHeight() < 2) {
                continue;
            }

            Rectangle2D painted = paintBodyAlone(figure);

            String what = kind + " " + i;
            assertThat(painted.getMinX()).as(what).isBetween(expected.getMinX() - 2, expected.getMinX() + 2);
            assertThat(painted.getMinY()).as(what).isBetween(expected.getMinY() - 2, expected.getMinY() + 2);
            assertThat(painted.getMaxX()).as(what).isBetween(expected.getMaxX() - 2, expected.getMaxX() + 2);
            assertThat(painted.getMaxY()).as(what).isBetween(expected.getMaxY() - 2, expected.getMaxY() + 2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "PEDESTRIAN")
    void drawsPeopleAsTallAsTheirSize(Kind kind) {
        for (double pixels : new double[] {12, 40, 200, 370}) {
            double z = camera.focal() * 1.7 / pixels;
            for (int i = 0; i < 8; i++) {
                Actor actor = new Actor(kind, camera.x(), z, i * Math.PI / 2, 1.7, 0, 0, i);

                Figure figure = Figures.of(actor, camera, look, road);

                assertThat(figure.box().getHeight()).isBetween(pixels - 1, pixels + 1);
            }
        }
    }

    private Rectangle2D paintBodyAlone(Figure figure) {
        Arrays.fill(canvas.pixels, BLANK);
        for (Figure.Part part : figure.parts()) {
            if (part.role() != Figure.Role.HOLDER) {
                canvas.fill(part.shape(), part.rgb());
            }
        }
        int left = 1280;
        int top = 720;
        int right = 0;
        int bottom = 0;
        for (int i = 0; i < canvas.pixels.length; i++) {
            if (canvas.pixels[i] != BLANK) {
                left = Math.min(left, i % 1280);
                right = Math.max(right, i % 1280 + 1);
                top = Math.min(top, i / 1280);
                bottom = Math.max(bottom, i / 1280 + 1);
            }
        }
        return new Rectangle2D.Double(left, top, right - left, bottom - top);
    }
}
