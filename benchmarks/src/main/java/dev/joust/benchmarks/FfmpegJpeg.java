// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_license;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * FFmpeg's MJPEG decoder on one thread, with native memory that is used again for each image.
 *
 * <p>Threads: belongs to one thread. Whoever opened it closes it.
 */
final class FfmpegJpeg implements AutoCloseable {
    private static final int BANDS = 3;

    private final AVCodecContext context;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private BytePointer input = new BytePointer(1 << 20);
    private @Nullable BytePointer colours;
    private @Nullable SwsContext conversion;

    FfmpegJpeg() {
        av_log_set_level(AV_LOG_ERROR);
        AVCodec codec = avcodec_find_decoder(AV_CODEC_ID_MJPEG);
        context = avcodec_alloc_context3(codec);
        context.thread_count(1);
        require(avcodec_open2(context, codec, (AVDictionary) null));
    }

    /** Under which licence this build may be used, as it says itself. */
    static String licence() {
        return avcodec_license().getString();
    }

    /** The brightness of all pixels, row by row. */
    byte[] luma(byte[] jpeg) {
        decode(jpeg);
        int width = frame.width();
        byte[] luma = new byte[width * frame.height()];
        BytePointer plane = frame.data(0);
        for (int y = 0; y < frame.height(); y++) {
            plane.position((long) y * frame.linesize(0)).get(luma, y * width, width);
        }
        return luma;
    }

    /** Blue, green and red of all pixels, row by row: colours interpolated between their samples, rounded. */
    byte[] bgr(byte[] jpeg) {
        decode(jpeg);
        int width = frame.width();
        int height = frame.height();
        byte[] bgr = new byte[width * height * BANDS];
        conversion = sws_getCachedContext(
                conversion,
                width,
                height,
                frame.format(),
                width,
                height,
                AV_PIX_FMT_BGR24,
                SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT,
                (SwsFilter) null,
                (SwsFilter) null,
                (DoublePointer) null);
        BytePointer target = colours(bgr.length);
        try (PointerPointer<BytePointer> planes = new PointerPointer<>(4);
                IntPointer strides = new IntPointer(width * BANDS, 0, 0, 0)) {
            planes.put(0, target);
            sws_scale(conversion, frame.data(), frame.linesize(), 0, height, planes, strides);
        }
        target.position(0).get(bgr, 0, bgr.length);
        return bgr;
    }

    private BytePointer colours(int bytes) {
        BytePointer known = colours;
        if (known == null || known.capacity() < bytes) {
            known = new BytePointer(bytes);
            colours = known;
        }
        return known;
    }

    private void decode(byte[] jpeg) {
        long needed = (long) jpeg.length + AV_INPUT_BUFFER_PADDING_SIZE;
        if (input.capacity() < needed) {
            input.close();
            input = new BytePointer(2 * needed);
        }
        input.position(0).put(jpeg, 0, jpeg.length);
        packet.data(input.position(0)).size(jpeg.length);
        require(avcodec_send_packet(context, packet));
        require(avcodec_receive_frame(context, frame));
    }

    private static void require(int code) {
        if (code < 0) {
            throw new IllegalStateException("FFmpeg says " + code);
        }
    }

    @Override
    public void close() {
        packet.data(null).size(0);
        av_packet_free(packet);
        av_frame_free(frame);
        avcodec_free_context(context);
        sws_freeContext(conversion);
        input.close();
        if (colours != null) {
            colours.close();
        }
    }
}
