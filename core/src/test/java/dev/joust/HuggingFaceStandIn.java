// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The part of a Hugging Face hub that Lance asks: lists of files, their sizes, and ranges of their bytes. It serves one
 * folder as the repository {@code datasets/org/repo} and remembers what it was asked.
 */
final class HuggingFaceStandIn implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
    private static final String API = "/api/datasets/org/repo";
    private static final String FILES = "/datasets/org/repo/resolve/main/";

    private final Path repository;
    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** One answer. */
    @SuppressWarnings("ArrayRecordComponent") // is never compared
    private record Reply(int status, byte[] body) {}

    HuggingFaceStandIn(Path repository) throws IOException {
        this.repository = repository;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Method and path of all requests so far, in order. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            requests.add(exchange.getRequestMethod() + " " + path);
            Reply reply = reply(exchange, path, body);
            boolean isHead = exchange.getRequestMethod().equals("HEAD");
            if (isHead) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(reply.body().length));
            }
            exchange.sendResponseHeaders(reply.status(), isHead ? -1 : reply.body().length);
            if (!isHead) {
                exchange.getResponseBody().write(reply.body());
            }
        }
    }

    private Reply reply(HttpExchange exchange, String path, String body) throws IOException {
        if (path.startsWith(API + "/tree/main/")) {
            return tree(repository.resolve(path.substring((API + "/tree/main/").length())));
        } else if (path.equals(API + "/paths-info/main")) {
            String form = URLDecoder.decode(body, StandardCharsets.UTF_8);
            List<Path> asked = Arrays.stream(form.split("&", -1))
                    .filter(part -> part.startsWith("paths="))
                    .map(part -> repository.resolve(part.substring("paths=".length())))
                    .filter(Files::exists)
                    .toList();
            return json(asked);
        } else if (path.startsWith(FILES)) {
            return file(exchange, repository.resolve(path.substring(FILES.length())));
        }
        return notFound();
    }

    private Reply tree(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return notFound();
        }
        try (Stream<Path> entries = Files.walk(folder)) {
            return json(entries.filter(entry -> !entry.equals(folder)).sorted().toList());
        }
    }

    private Reply json(List<Path> entries) throws IOException {
        StringBuilder json = new StringBuilder("[");
        for (Path entry : entries) {
            boolean isFolder = Files.isDirectory(entry);
            json.append(json.length() > 1 ? "," : "")
                    .append("{\"type\":\"")
                    .append(isFolder ? "directory" : "file")
                    .append("\",\"oid\":\"")
                    .append("0".repeat(40))
                    .append("\",\"size\":")
                    .append(isFolder ? 0 : Files.size(entry))
                    .append(",\"path\":\"")
                    .append(repository.relativize(entry).toString().replace('\\', '/'))
                    .append("\"}");
        }
        return new Reply(200, json.append("]").toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Reply file(HttpExchange exchange, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return notFound();
        }
        byte[] bytes = Files.readAllBytes(file);
        exchange.getResponseHeaders().set("ETag", "\"" + file.getFileName() + "\"");
        String range = exchange.getRequestHeaders().getFirst("Range");
        Matcher parts = RANGE.matcher(range == null ? "" : range);
        if (!parts.matches()) {
            return new Reply(200, bytes);
        }
        int from = Integer.parseInt(parts.group(1));
        int to = Math.min(bytes.length, Integer.parseInt(parts.group(2)) + 1);
        exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + bytes.length);
        return new Reply(206, Arrays.copyOfRange(bytes, from, to));
    }

    private static Reply notFound() {
        return new Reply(404, "{\"error\":\"Entry not found\"}".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
