#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <memory>
#include <vector>

#include "internal.h"

using cvision::fail;
using cvision::guarded;

struct cv_source {
    cvision::Container container;
    AVCodecContext* decoder = nullptr;
    AVPacket* packet = av_packet_alloc();
    AVFrame* decoded = av_frame_alloc();
    SwsContext* converter = nullptr;
    int stream = -1;
    bool draining = false;
    int64_t damage = 0;
    void (*step)(void*) = nullptr;
    void* step_context = nullptr;
    double last_time = -INFINITY;
    cv_source_info info{};
    cv::Matx23d display_to_stored = cv::Matx23d(1, 0, 0, 0, 1, 0);

    cv_source() = default;
    cv_source(const cv_source&) = delete;
    cv_source& operator=(const cv_source&) = delete;
    ~cv_source() {
        sws_freeContext(converter);
        av_frame_free(&decoded);
        av_packet_free(&packet);
        avcodec_free_context(&decoder);
    }
};

namespace {

// Degrees clockwise (0, 90, 180, 270) that the stored picture is turned for display.
int stored_rotation(const AVStream* stream) {
    const uint8_t* matrix = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr);
    if (!matrix) return 0;
    const double counterclockwise =
        av_display_rotation_get(reinterpret_cast<const int32_t*>(matrix));
    if (std::isnan(counterclockwise)) return 0;
    const int turns = static_cast<int>(std::lround(-counterclockwise / 90.0)) % 4;
    return (turns + 4) % 4 * 90;
}

// Whether the display matrix mirrors: its determinant is negative.
bool is_mirrored(const AVStream* stream) {
    const auto* m = reinterpret_cast<const int32_t*>(
        av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr));
    if (!m) return false;
    return static_cast<double>(m[0]) * m[4] - static_cast<double>(m[1]) * m[3] < 0;
}

// Fills in the picture's size and the way from display to stored pixels. Width is stretched, never
// height, so that no line is lost.
void lay_out(cv_source& source, const AVStream* stream) {
    auto& info = source.info;
    const double stored_w = source.decoder->width, stored_h = source.decoder->height;
    const AVRational aspect = av_guess_sample_aspect_ratio(source.container.get(),
                                                           const_cast<AVStream*>(stream), nullptr);
    info.pixel_aspect = aspect.num > 0 && aspect.den > 0 ? av_q2d(aspect) : 1;
    info.rotation = stored_rotation(stream);
    info.stored_width = source.decoder->width;
    info.stored_height = source.decoder->height;
    const double square_w = stored_w * info.pixel_aspect, k = 1 / info.pixel_aspect;
    const bool turned = info.rotation % 180 != 0;
    info.width = turned ? stored_h : square_w;
    info.height = turned ? square_w : stored_h;
    switch (info.rotation) {
        case 90:
            source.display_to_stored = {0, k, 0, -1, 0, stored_h};
            break;
        case 180:
            source.display_to_stored = {-k, 0, stored_w, 0, -1, stored_h};
            break;
        case 270:
            source.display_to_stored = {0, -k, stored_w, 1, 0, 0};
            break;
        default:
            source.display_to_stored = {k, 0, 0, 0, 1, 0};
    }
}

// True for sides that a picture can have.
bool has_sides(double width, double height) {
    return width >= 1 && width <= CV_LONGEST_SIDE && height >= 1 && height <= CV_LONGEST_SIDE;
}

cv_status open_decoder(cv_source& source, int descriptor, const char* name, cv_message message) {
    const cv_status status = source.container.open(descriptor, name, message);
    if (status != CV_OK) return status;
    if (!source.packet || !source.decoded) return fail(CV_FAILED, message, "out of memory");
    const AVCodec* codec = nullptr;
    source.stream =
        av_find_best_stream(source.container.get(), AVMEDIA_TYPE_VIDEO, -1, -1, &codec, 0);
    if (source.stream == AVERROR_DECODER_NOT_FOUND)
        return fail(CV_BAD_INPUT, message, "its video codec is not supported");
    if (source.stream < 0 || !codec) return fail(CV_BAD_INPUT, message, "it has no video stream");
    const AVStream* stream = source.container->streams[source.stream];
    if (stream->disposition & AV_DISPOSITION_ATTACHED_PIC)
        return fail(CV_BAD_INPUT, message, "it has no video stream, only a cover picture");
    source.decoder = avcodec_alloc_context3(codec);
    if (!source.decoder) return fail(CV_FAILED, message, "out of memory");
    avcodec_parameters_to_context(source.decoder, stream->codecpar);
    source.decoder->pkt_timebase = stream->time_base;
    source.decoder->max_pixels = CV_LARGEST_PICTURE;
    source.decoder->thread_count = 1;  // Inference is what the cores are for.
    const int error = avcodec_open2(source.decoder, codec, nullptr);
    if (error < 0)
        return fail(CV_BAD_INPUT, message, "cannot decode it: " + cvision::reason(error));
    if (is_mirrored(stream))
        return fail(CV_BAD_INPUT, message,
                    "its metadata mirrors the picture, so that left and right are uncertain");
    if (source.decoder->width <= 0 || source.decoder->height <= 0)
        return fail(CV_BAD_INPUT, message, "its picture has no size");
    source.container.keep_only(source.stream);
    return CV_OK;
}

// Moves the decoded picture into the frame, converted only when its layout is not planar 8 bit.
cv_status hand_over(cv_source& source, cv_frame& frame, cv_message message) {
    av_frame_unref(frame.picture);
    AVFrame* picture = source.decoded;
    if (cvision::planar_8_bit(picture->format)) {
        av_frame_move_ref(frame.picture, picture);
    } else {
        frame.picture->format = AV_PIX_FMT_YUV420P;
        frame.picture->width = picture->width;
        frame.picture->height = picture->height;
        if (av_frame_get_buffer(frame.picture, 0) < 0)
            return fail(CV_FAILED, message, "out of memory");
        source.converter = sws_getCachedContext(source.converter, picture->width, picture->height,
                                                static_cast<AVPixelFormat>(picture->format),
                                                picture->width, picture->height, AV_PIX_FMT_YUV420P,
                                                SWS_BILINEAR, nullptr, nullptr, nullptr);
        if (!source.converter)
            return fail(CV_BAD_INPUT, message, "its pixel format is not supported");
        sws_scale(source.converter, picture->data, picture->linesize, 0, picture->height,
                  frame.picture->data, frame.picture->linesize);
        const auto* from = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(picture->format));
        if (from && !(from->flags & AV_PIX_FMT_FLAG_RGB)) {
            frame.picture->colorspace = picture->colorspace;
            // swscale writes limited range unless told otherwise.
            frame.picture->color_range = AVCOL_RANGE_MPEG;
        }
        av_frame_unref(picture);
    }
    // A stream may change its size on the way; the display keeps the first one.
    const double sx = static_cast<double>(frame.picture->width) / source.info.stored_width;
    const double sy = static_cast<double>(frame.picture->height) / source.info.stored_height;
    const auto& m = source.display_to_stored;
    frame.display_to_stored = {m(0, 0) * sx, m(0, 1) * sx, m(0, 2) * sx,
                               m(1, 0) * sy, m(1, 1) * sy, m(1, 2) * sy};
    frame.width = source.info.width;
    frame.height = source.info.height;
    return CV_OK;
}

// Presentation time of the decoded picture, seconds as players count them.
double presentation_time(const cv_source& source) {
    const AVStream* stream = source.container->streams[source.stream];
    const int64_t stamp = source.decoded->best_effort_timestamp;
    if (stamp == AV_NOPTS_VALUE) {
        const double step = source.info.rate > 0 ? 1 / source.info.rate : 0.04;
        return std::isinf(source.last_time) ? 0 : source.last_time + step;
    }
    const double time = stamp * av_q2d(stream->time_base) - source.container.origin();
    // The container's start is rounded to microseconds, which can put its first frame before it.
    return time < 0 && time > -CV_SHORTEST_STEP ? 0 : time;
}

// True for a timestamp that is not before the recording, nor before or just after the last one.
bool advances(const cv_source& source, double time) {
    return std::isinf(source.last_time) ? time >= 0 : time - source.last_time >= CV_SHORTEST_STEP;
}

// True for a timestamp that only damage explains: far ahead and beyond the declared end.
bool leaps(const cv_source& source, double time) {
    if (!std::isfinite(time)) return true;
    const double from = std::isinf(source.last_time) ? 0 : source.last_time;
    return source.info.duration > 0 && time > from + 10 && time > source.info.duration + 10;
}

// Feeds the decoder one packet, or the end. False when nothing more can be fed.
bool feed(cv_source& source) {
    if (source.draining) return false;
    for (;;) {
        const int error = av_read_frame(source.container.get(), source.packet);
        if (source.step) source.step(source.step_context);
        if (error < 0) {
            if (error != AVERROR_EOF) ++source.damage;
            source.draining = true;
            avcodec_send_packet(source.decoder, nullptr);
            return true;
        }
        const bool ours = source.packet->stream_index == source.stream;
        if (ours && avcodec_send_packet(source.decoder, source.packet) < 0) ++source.damage;
        av_packet_unref(source.packet);
        if (ours) return true;
    }
}

}  // namespace

cv_status cv_file_open(const char* path, int* descriptor, cv_message message) {
    // A pipe without a writer would wait for one.
    *descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status {};
    if (*descriptor >= 0 && fstat(*descriptor, &status) == 0 && S_ISREG(status.st_mode))
        return CV_OK;
    const std::string why = *descriptor < 0 ? strerror(errno) : "not a file";
    cv_file_close(*descriptor);
    *descriptor = -1;
    return fail(CV_UNREADABLE, message, why);
}

void cv_file_close(int descriptor) {
    if (descriptor >= 0) close(descriptor);
}

cv_status cv_source_open(const char* path, cv_source** out, cv_message message) {
    *out = nullptr;
    int descriptor = -1;
    const cv_status status = cv_file_open(path, &descriptor, message);
    return status == CV_OK ? cv_source_open_file(descriptor, path, out, message) : status;
}

cv_status cv_source_open_file(int descriptor, const char* name, cv_source** out,
                              cv_message message) {
    *out = nullptr;
    return guarded(message, [&] {
        av_log_set_level(AV_LOG_QUIET);
        auto source = std::make_unique<cv_source>();
        const cv_status status = open_decoder(*source, descriptor, name, message);
        if (status != CV_OK) return status;
        AVStream* stream = source->container->streams[source->stream];
        const AVRational rate = av_guess_frame_rate(source->container.get(), stream, nullptr);
        source->info.rate = rate.num > 0 && rate.den > 0 ? av_q2d(rate) : 0;
        if (source->info.rate * CV_SHORTEST_STEP > 1) source->info.rate = 0;
        if (stream->duration != AV_NOPTS_VALUE)
            source->info.duration = stream->duration * av_q2d(stream->time_base);
        else if (source->container->duration != AV_NOPTS_VALUE)
            source->info.duration = static_cast<double>(source->container->duration) / AV_TIME_BASE;
        if (!(source->info.duration >= 0 && source->info.duration <= 1e9))
            source->info.duration = 0;
        lay_out(*source, stream);
        const auto& info = source->info;
        if (!has_sides(info.width, info.height) ||
            !has_sides(info.stored_width, info.stored_height))
            return fail(CV_BAD_INPUT, message, "its picture has impossible proportions");
        *out = source.release();
        return CV_OK;
    });
}

void cv_source_describe(const cv_source* source, cv_source_info* info) { *info = source->info; }

cv_status cv_source_read(cv_source* source, cv_frame* frame, double* time, cv_message message) {
    return guarded(message, [&] {
        for (;;) {
            const int error = avcodec_receive_frame(source->decoder, source->decoded);
            if (error == AVERROR(EAGAIN)) {
                if (!feed(*source)) return CV_END;
                continue;
            }
            if (error == AVERROR_EOF) return CV_END;
            if (error < 0) {
                ++source->damage;
                if (!feed(*source)) return CV_END;
                continue;
            }
            if (source->decoded->decode_error_flags) ++source->damage;
            *time = presentation_time(*source);
            if (!advances(*source, *time) || leaps(*source, *time)) {
                if (*time != source->last_time) ++source->damage;
                av_frame_unref(source->decoded);
                continue;
            }
            if (*time > CV_LONGEST_RECORDING)
                return fail(CV_BAD_INPUT, message, "its timestamps go beyond 48 hours");
            source->last_time = *time;
            return hand_over(*source, *frame, message);
        }
    });
}

void cv_source_watch(cv_source* source, void (*step)(void*), void* context) {
    source->step = step;
    source->step_context = context;
}

int cv_can_decode(const char* codec) {
    const AVCodecDescriptor* known = avcodec_descriptor_get_by_name(codec);
    return known && avcodec_find_decoder(known->id) != nullptr;
}

int64_t cv_source_damage(const cv_source* source) { return source->damage; }
void cv_source_close(cv_source* source) { delete source; }
