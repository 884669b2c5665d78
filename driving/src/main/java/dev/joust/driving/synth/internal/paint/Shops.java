// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.paint;

import dev.joust.driving.synth.internal.figure.Figure;
import dev.joust.driving.synth.internal.figure.Solid;
import dev.joust.driving.synth.internal.figure.StreetFurniture;
import dev.joust.driving.synth.internal.scene.ScenePlan;
import dev.joust.driving.synth.internal.world.Actor;
import dev.joust.driving.synth.internal.world.Camera;
import dev.joust.driving.synth.internal.world.Colors;
import dev.joust.driving.synth.internal.world.Dice;
import dev.joust.driving.synth.internal.world.Look;
import dev.joust.driving.synth.internal.world.Road;

/** The store behind a parking lot, and the gas station under its canopy. */
final class Shops {
    private final Canvas canvas;
    private final Lighting lighting;
    private final Camera camera;
    private final Look look;
    private final Road road;
    private final double travelled;

    Shops(Canvas canvas, Lighting lighting, ScenePlan plan) {
        this.canvas = canvas;
        this.lighting = lighting;
        this.camera = plan.camera();
        this.look = plan.look();
        this.road = plan.road();
        this.travelled = plan.travelled();
    }

    void paintStore(Dice dice) {
        double z = dice.range(45, 90) - travelled;
        Figure figure = new Figure();
        double x = dice.range(-20, 20);
        double half = dice.range(18, 40);
        double top = dice.range(6, 12);
        Solid store = new Solid(figure, camera, x, z + 8, 0);
        store.box(Colors.vary(dice.pick(Building.WALLS), dice, 0.15), -8, 8, 0, top, half);
        int glass = look.dark() ? 0xFFE6B4 : 0x46525C;
        for (double across = -half * 0.5; across < half * 0.5; across += 3.4) {
            store.light(glass, Solid.rearCorners(-8.05, across, across + 2.9, 0.4, 3.4));
        }
        store.end(
                dice.pick(new int[] {0xC8382E, 0x2F66A8, 0x2C7A4A, 0xE0A030}),
                -8.06,
                -half * 0.4,
                half * 0.4,
                top - 3,
                top - 1);
        lighting.moveTo(x, z);
        canvas.fill(figure, lighting);
        paintTrees(dice);
    }

    private void paintTrees(Dice dice) {
        if (!dice.chance(0.5)) {
            return;
        }
        Figure figure = new Figure();
        for (int i = 0; i < 4; i++) {
            Actor tree = new Actor(
                    Actor.Kind.TREE,
                    dice.range(-50, 50),
                    dice.range(40, 44) - travelled,
                    0,
                    dice.range(5, 9),
                    0,
                    0,
                    dice.nextLong());
            StreetFurniture.tree(figure, tree, camera, look);
        }
        canvas.fill(figure, lighting);
    }

    void paintCanopy(Dice dice) {
        int side = dice.side();
        double inner = side < 0 ? road.left() - 3 : road.right() + 3;
        double outer = inner + side * 12;
        double near = dice.range(8, 20) - travelled;
        double far = near + dice.range(10, 16);
        double low = 4.6;
        int brand = dice.pick(new int[] {0xD0312A, 0x2C7A4A, 0x2A5CA8, 0xE8B42C});
        int kiosk = Colors.vary(0xC8C2B6, dice, 0.12);
        Figure figure = new Figure();
        Solid shop = new Solid(figure, camera, (inner + outer) / 2 + side * 7, far + 4, 0);
        shop.box(kiosk, -3, 3, 0, 3.6, 6);
        windowRow(shop, side);
        double half = (far - near) / 2;
        for (double along = half * 0.7; along >= -half * 0.7; along -= half * 1.4) {
            for (int post = -1; post <= 1; post += 2) {
                Solid pillar = new Solid(figure, camera, (inner + outer) / 2 + post * 3.4, (near + far) / 2 + along, 0);
                pillar.box(0xB9BCC0, -0.2, 0.2, 0, low, 0.2);
                pillar.box(0xE2E2DE, -0.5, 0.5, 0, 1.7, 0.75);
                pillar.box(brand, -0.52, 0.52, 1.3, 1.72, 0.77);
            }
        }
        lighting.moveTo((inner + outer) / 2, near + 2);
        canvas.fill(figure, lighting);
        canvas.fill(
                camera.project(
                        inner, low, Math.max(near, 1), inner, low, far, outer, low, far, outer, low, Math.max(near, 1)),
                look.dark() ? lighting.shine(0xF6F2E2) : lighting.shade(0xB4B6B8));
        Figure edge = new Figure();
        Solid rim = new Solid(edge, camera, (inner + outer) / 2, (near + far) / 2, 0);
        rim.box(brand, -half, half, low, low + 0.9, 6);
        canvas.fill(edge, lighting);
        if (look.dark()) {
            double z = Math.max(3, near + 4);
            double x = camera.screenX((inner + outer) / 2, z);
            canvas.halo(x, camera.screenY(2, z), 6 * camera.scale(z), 5 * camera.scale(z), 0xFFF2D0, 0.3);
        }
    }

    private void windowRow(Solid shop, int side) {
        int glass = look.dark() ? 0xFFE9B8 : 0x3A4650;
        double[] front = {-2.6, 0.9, -2.6, 2.7, 2.6, 2.7, 2.6, 0.9};
        shop.flanks(glass, 6.02, 6.02, front);
        for (int i = 0; i < 4; i++) {
            shop.light(glass, Solid.rearCorners(-3.02, -5.4 + 2.8 * i, -3.2 + 2.8 * i, 0.9, 2.7));
        }
        shop.end(side < 0 ? 0xC8382E : 0x2F66A8, -3.03, -5.6, 5.6, 2.9, 3.5);
    }
}
