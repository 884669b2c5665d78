// SPDX-License-Identifier: Apache-2.0
package dev.joust.example.captions;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Invents posts; the same number is always the same post. */
final class Posts {
    private static final long SEED = 2026;
    private static final int[][] SIZES = {{320, 240}, {400, 300}, {480, 320}, {300, 450}, {512, 512}, {640, 426}};
    private static final List<String> SUBJECTS = List.of(
            "Two dogs",
            "A red bicycle",
            "Three young women",
            "An old lighthouse",
            "A cup of coffee",
            "A street musician with his guitar",
            "The market square",
            "A wooden boat");
    private static final List<String> PLACES = List.of(
            "on a beach",
            "in the old town of a small harbour city in the north",
            "by the river",
            "in front of a white wall with a blue door and flower pots",
            "under an umbrella",
            "at the edge of the forest");
    private static final List<String> TIMES = List.of("at sunset", "in the morning fog", "on a rainy afternoon", "");
    private static final List<String> FREE_HOSTS =
            List.of("images.example.org", "cdn.travel-notes.example", "photos.family.example");

    private static final List<Agency> AGENCIES = List.of(
            new Agency("thumbs.shutterstock.example", "Royalty free stock photo by Shutterstock"),
            new Agency("media.gettyimages.example", "Photo by A. Weaver/Getty Images"),
            new Agency("c8.alamy.example", "Alamy Stock Photo"),
            new Agency("thumbs.dreamstime.example", "Image courtesy of Dreamstime"),
            new Agency("previews.agency.example", ""));

    private static final Agency NOBODY = new Agency("", "");
    private static final int AGENCY_ONE_IN = 12;
    private static final int AGENCY_FIRST = 4;
    private static final int AGAIN_ONE_IN = 9;
    private static final int BROKEN_ONE_IN = 400;

    private Posts() {}

    /**
     * Who prints marks on pictures.
     *
     * @param credit what it leaves in captions; empty for nothing
     */
    private record Agency(String host, String credit) {}

    /** The posts from one number up to, not including, another. */
    static List<Post> numbers(int from, int to) {
        return IntStream.range(from, to).parallel().mapToObj(Posts::post).toList();
    }

    private static Post post(int number) {
        SplittableRandom random = new SplittableRandom(SEED + number);
        // One in a few is the picture of an earlier post again, under another caption.
        boolean isAgain = number > 0 && random.nextInt(AGAIN_ONE_IN) == 0;
        int picture = isAgain ? random.nextInt(Math.max(1, number / 4)) : number;
        Agency agency = picture % AGENCY_ONE_IN == AGENCY_FIRST
                ? AGENCIES.get(picture / AGENCY_ONE_IN % AGENCIES.size())
                : NOBODY;
        int[] size = SIZES[picture * 7 % SIZES.length];
        byte[] image = Picture.jpeg(
                size[0],
                size[1],
                agency.host().isEmpty() ? Picture.Mark.NONE : Picture.Mark.STOCK,
                SEED * 31 + picture);
        String host = agency.host().isEmpty() ? FREE_HOSTS.get(random.nextInt(FREE_HOSTS.size())) : agency.host();
        String key = Integer.toString(208_260_000 + number);
        return new Post(
                key,
                caption(random, agency),
                "https://" + host + "/" + key + ".jpg",
                size[0],
                size[1],
                number % BROKEN_ONE_IN == BROKEN_ONE_IN - 7 ? Arrays.copyOf(image, image.length / 2) : image);
    }

    private static String caption(SplittableRandom random, Agency agency) {
        String text = SUBJECTS.get(random.nextInt(SUBJECTS.size())) + " " + PLACES.get(random.nextInt(PLACES.size()))
                + " " + TIMES.get(random.nextInt(TIMES.size()));
        String credit = agency.credit();
        return credit.isEmpty() ? text.strip() : text.strip() + ". " + credit;
    }
}
