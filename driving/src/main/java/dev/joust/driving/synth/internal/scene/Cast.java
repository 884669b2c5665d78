// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.scene;

import dev.joust.driving.synth.internal.figure.Figure;
import dev.joust.driving.synth.internal.figure.Figures;
import dev.joust.driving.synth.internal.world.Actor;
import dev.joust.driving.synth.internal.world.Camera;
import dev.joust.driving.synth.internal.world.Dice;
import dev.joust.driving.synth.internal.world.Look;
import dev.joust.driving.synth.internal.world.Road;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** The actors of a scene while it is being planned; sees to it that people and riders can be seen. */
final class Cast {
    private static final int TRIES = 10;
    private static final double SEEN_SHARE = 0.4;

    private final Camera camera;
    private final Look look;
    private final Road road;
    private final int width;
    private final int height;
    /** From near to far. */
    private final List<Placed> placed = new ArrayList<>();

    Cast(Camera camera, Look look, Road road, int width, int height) {
        this.camera = camera;
        this.look = look;
        this.road = road;
        this.width = width;
        this.height = height;
    }

    List<Actor> actors() {
        return placed.stream().map(Placed::actor).toList();
    }

    void add(Actor actor) {
        insert(place(actor));
    }

    /** Adds a person at its distance, where it is in the frame and not behind others; else removes what hides it. */
    void addVisibly(Actor actor, Dice dice) {
        Placed person = place(actor.at(across(actor, dice)));
        for (int i = 0; i < TRIES && hidden(person) > 1 - SEEN_SHARE; i++) {
            person = place(actor.at(across(actor, dice)));
        }
        if (hidden(person) > 1 - SEEN_SHARE) {
            Rectangle2D box = person.figure().box();
            double z = person.actor().z();
            placed.removeIf(other -> other.actor().z() < z
                    && other.actor().kind() != Actor.Kind.PEDESTRIAN
                    && other.figure().box().intersects(box));
        }
        insert(person);
    }

    /** On the pavement, or crossing; never further out of the frame than a third of its width. */
    private double across(Actor actor, Dice dice) {
        double z = actor.z();
        double half = 0.25 * actor.size();
        double leftmost = camera.worldX(0, z) - half * 0.3;
        double rightmost = camera.worldX(width, z) + half * 0.3;
        boolean crossing = Math.abs(StrictMath.sin(actor.heading())) > 0.5 && z < 60;
        for (int i = 0; i < 6; i++) {
            double x = crossing ? dice.range(road.left(), road.right()) : beside(dice);
            if (x > leftmost && x < rightmost) {
                return x;
            }
        }
        return dice.range(leftmost, rightmost);
    }

    private double beside(Dice dice) {
        double room = Math.max(1.2, road.walk());
        return dice.chance(0.5) ? road.left() - dice.range(0.4, room) : road.right() + dice.range(0.4, room);
    }

    private double hidden(Placed person) {
        List<Figure> nearer = new ArrayList<>();
        for (Placed other : placed) {
            if (other.actor().z() < person.actor().z()) {
                nearer.add(other.figure());
            }
        }
        return Labels.hidden(nearer, -1, person.figure(), width, height);
    }

    private Placed place(Actor actor) {
        return new Placed(actor, Figures.of(actor, camera, look, road));
    }

    private void insert(Placed actor) {
        int at = Collections.binarySearch(
                placed, actor, Comparator.comparingDouble(one -> one.actor().z()));
        placed.add(at < 0 ? -at - 1 : at, actor);
    }

    private record Placed(Actor actor, Figure figure) {}
}
