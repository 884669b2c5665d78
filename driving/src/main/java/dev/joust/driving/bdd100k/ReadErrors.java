// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import dev.joust.error.InvalidRequestException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;

/** The texts of what ends a reading. */
final class ReadErrors {
    private ReadErrors() {}

    static InvalidRequestException failed(Problem problem) {
        return new InvalidRequestException("Cannot ingest '" + problem.file() + "': " + problem.why()
                + "; repair or remove it, or let the run skip such files");
    }

    static InvalidRequestException unlabelled(String file, String why) {
        return new InvalidRequestException("Cannot ingest '" + file + "': " + why
                + "; add the labels, or let the run go on without them by skipping problems");
    }

    static InvalidRequestException noSuchFolder(String what, Path root) {
        return new InvalidRequestException(
                "Cannot read " + what + " '" + root + "': there is no such folder; check the path");
    }

    static InvalidRequestException notAFolder(String what, Path root) {
        return new InvalidRequestException(
                "Cannot read " + what + " '" + root + "': it is not a folder; name the folder that holds the files");
    }

    static InvalidRequestException unreadable(String what, Path root, IOException cause) {
        return new InvalidRequestException(
                "Cannot read " + what + " '" + root + "': " + why(cause) + "; check its permissions", cause);
    }

    static InvalidRequestException noFrames(Path root, Collection<Problem> brokenZips) {
        return new InvalidRequestException(
                "Cannot read BDD100K '" + root + "': it holds no frames" + besides(brokenZips)
                        + "; expected .jpg files below images/100k/train, images/100k/val or images/100k/test, or the downloaded"
                        + " zips with them, such as bdd100k_images_100k.zip");
    }

    static InvalidRequestException noImages(Path root) {
        return new InvalidRequestException(
                "Cannot read images '" + root + "': it holds no file that ends in .jpg, .jpeg or .png; check the path");
    }

    static InvalidRequestException noSuchSplit(
            Path root, String split, Collection<String> present, Collection<Problem> brokenZips) {
        return new InvalidRequestException("Cannot read split '" + split + "': BDD100K '" + root
                + "' holds no frames of it" + besides(brokenZips) + "; name one of " + String.join(", ", present));
    }

    static Problem brokenZip(String zip, IOException cause) {
        return new Problem(zip, "the zip cannot be opened: " + why(cause));
    }

    static Problem tooManyEntries(String zip, int entries, int limit) {
        return new Problem(zip, "the zip holds " + entries + " entries, more than the " + limit + " that are read");
    }

    private static String besides(Collection<Problem> brokenZips) {
        return brokenZips.stream()
                .map(problem -> ", and '" + problem.file() + "' does not count: " + problem.why())
                .collect(Collectors.joining());
    }

    /** Says in words what the file system said in class names. */
    static String why(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "it does not exist";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        String message = cause.getMessage();
        return message == null ? "it cannot be read" : message;
    }
}
