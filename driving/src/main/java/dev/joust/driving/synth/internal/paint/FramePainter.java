// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.paint;

import dev.joust.driving.synth.internal.figure.Bodywork;
import dev.joust.driving.synth.internal.figure.Figure;
import dev.joust.driving.synth.internal.figure.Figures;
import dev.joust.driving.synth.internal.figure.Solid;
import dev.joust.driving.synth.internal.figure.StreetFurniture;
import dev.joust.driving.synth.internal.scene.ScenePlan;
import dev.joust.driving.synth.internal.world.Actor;
import dev.joust.driving.synth.internal.world.Actor.Kind;
import dev.joust.driving.synth.internal.world.Camera;
import dev.joust.driving.synth.internal.world.Conditions;
import dev.joust.driving.synth.internal.world.Dice;
import dev.joust.driving.synth.internal.world.Look;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;

/**
 * Paints planned frames, back to front.
 *
 * <p>Threads: one painter belongs to one thread; it reuses its picture.
 */
public final class FramePainter {
    private final Canvas canvas;
    private final BufferedImage picture;

    /** A painter of frames of this size. */
    public FramePainter(int width, int height) {
        this.canvas = new Canvas(width, height);
        this.picture = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    }

    /** The picture of the plan, valid until the next call. */
    public BufferedImage paint(ScenePlan plan) {
        Camera camera = plan.camera();
        Look look = plan.look();
        Lighting lighting = Lighting.of(plan);
        Dice frame = Dice.of(plan.clipSeed(), plan.frame(), 2);
        Conditions.Scene scene = plan.clip().conditions().scene();
        new Sky(canvas, camera, look).paint(Dice.of(plan.clipSeed(), 3));
        Backdrop backdrop = new Backdrop(canvas, lighting, plan);
        backdrop.paintFar(scene, Dice.of(plan.clipSeed(), 4));
        Ground ground = new Ground(canvas, camera, look, lighting);
        ground.paint(plan.road(), plan.travelled());
        backdrop.paintNear(scene, Dice.of(plan.clipSeed(), 5));
        if (look.rain() && !look.tunnel()) {
            ground.reflect(plan.road(), Dice.of(plan.clipSeed(), 6));
        }
        for (Actor actor : plan.actors()) {
            paintShadow(actor, camera, look);
        }
        for (Actor actor : plan.actors()) {
            paintActor(actor, plan, lighting);
        }
        new Precipitation(canvas, look).paint(frame, Dice.of(plan.clipSeed(), 7));
        return new Sensor(canvas, picture, look, Dice.of(plan.clipSeed(), 8)).expose(frame);
    }

    private void paintActor(Actor actor, ScenePlan plan, Lighting lighting) {
        Camera camera = plan.camera();
        if (actor.z() < Camera.NEAR && !actor.kind().isVehicle()) {
            return;
        }
        Figure figure = Figures.of(actor, camera, plan.look(), plan.road());
        if (actor.kind() == Kind.LAMP && plan.look().night()) {
            paintCone(actor, camera);
        }
        lighting.moveTo(actor.x(), actor.z());
        canvas.fill(figure, lighting);
        if (plan.look().rain()) {
            double foot = camera.screenY(0, Math.max(Camera.NEAR, actor.z()));
            for (Figure.Glow glow : figure.glows()) {
                double mirrored = 2 * foot - glow.y();
                canvas.halo(
                        glow.x(),
                        mirrored,
                        glow.radius() * 0.5,
                        glow.radius() * 2.6,
                        glow.rgb(),
                        glow.strength() * 0.4);
            }
        }
    }

    /** The light that a street lamp throws through the air. */
    private void paintCone(Actor lamp, Camera camera) {
        double z = lamp.z();
        double x = lamp.x() + (lamp.x() > 0 ? -1.7 : 1.7);
        int rgb = StreetFurniture.lampRgb(lamp);
        for (int i = 1; i <= 2; i++) {
            double reach = 1.6 * i;
            Path2D cone = camera.project(
                    x - 0.25, lamp.size() - 0.1, z, x + 0.25, lamp.size() - 0.1, z, x + reach, 0, z, x - reach, 0, z);
            canvas.fill(cone, rgb, 0.055);
        }
    }

    private void paintShadow(Actor actor, Camera camera, Look look) {
        double slant = look.night() ? 0 : (0.5 - look.sunColumn()) * 0.9;
        if (actor.kind().isVehicle()) {
            Solid solid = Bodywork.solid(new Figure(), camera, actor);
            double half = Bodywork.length(actor.kind()) / 2 + 0.15;
            canvas.fill(
                    solid.ground(-half, half, Bodywork.width(actor.kind()) / 2 + 0.12),
                    0x050608,
                    Math.min(0.8, look.shadow() + 0.2));
            if (look.shadow() > 0.4) {
                double x = actor.x();
                double reach = slant * actor.size();
                double near = actor.z();
                double far = near + 2 * half;
                canvas.fill(
                        camera.project(x, 0, near, x + reach, 0, near + 0.3, x + reach, 0, far, x, 0, far),
                        0x0A0C12,
                        look.shadow() * 0.5);
            }
            return;
        }
        boolean person = actor.kind()
                .category()
                .filter(word -> word.equals("pedestrian") || word.equals("rider"))
                .isPresent();
        if (!person || actor.z() < 1.5) {
            return;
        }
        double wide = actor.size() * (actor.kind() == Kind.PEDESTRIAN ? 0.2 : 0.4);
        double[] corners = new double[36];
        for (int i = 0; i < 12; i++) {
            double angle = Math.PI * i / 6;
            double across = StrictMath.cos(angle);
            double shift = across > 0 == slant > 0 ? Math.abs(slant) * actor.size() * 0.8 * Math.abs(across) : 0;
            corners[3 * i] = actor.x() + across * wide + Math.signum(slant) * shift;
            corners[3 * i + 2] = actor.z() + StrictMath.sin(angle) * wide * 0.8;
        }
        canvas.fill(camera.project(corners), 0x08090C, look.shadow() * 0.75);
    }
}
