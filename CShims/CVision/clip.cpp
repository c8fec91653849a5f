// Draws with cairo and Pango, encodes with FFmpeg. FFmpeg itself loads both (through librsvg), so
// that they cost the process nothing.
#include <cmath>
#include <memory>

#include "internal.h"

#if !__has_include(<pango/pangocairo.h>)
#error "Pango is not set up: run `make setup` first"
#endif
#include <pango/pangocairo.h>

extern "C" {
#include <libavutil/opt.h>
}

using cvision::fail;
using cvision::guarded;

namespace {

// Ticks per second of the timestamps: a multiple of the usual rates (ISO 13818-1).
constexpr int kTicks = 90000;
// Pictures between two that a player can jump to.
constexpr int kKeyInterval = 50;

struct Deleter {
    void operator()(cairo_surface_t* p) const { cairo_surface_destroy(p); }
    void operator()(cairo_t* p) const { cairo_destroy(p); }
    void operator()(PangoLayout* p) const { g_object_unref(p); }
    void operator()(PangoFontDescription* p) const { pango_font_description_free(p); }
};
template <typename T>
using Owned = std::unique_ptr<T, Deleter>;

std::string reason(int error) {
    char text[AV_ERROR_MAX_STRING_SIZE] = {};
    av_strerror(error, text, sizeof text);
    return text;
}

}  // namespace

struct cv_clip {
    int width = 0, height = 0;
    Owned<cairo_surface_t> surface;
    Owned<cairo_t> context;
    Owned<PangoLayout> layout;

    AVFormatContext* container = nullptr;
    AVCodecContext* encoder = nullptr;
    SwsContext* converter = nullptr;
    AVFrame* picture = av_frame_alloc();
    AVPacket* packet = av_packet_alloc();
    // The packet before, whose duration is known when the next one comes.
    AVPacket* pending = av_packet_alloc();
    AVStream* stream = nullptr;

    cv_clip() = default;
    cv_clip(const cv_clip&) = delete;
    cv_clip& operator=(const cv_clip&) = delete;
    ~cv_clip() {
        sws_freeContext(converter);
        av_frame_free(&picture);
        av_packet_free(&packet);
        av_packet_free(&pending);
        avcodec_free_context(&encoder);
        if (container) avio_closep(&container->pb);
        avformat_free_context(container);
    }

    void use(cv_ink ink) {
        cairo_set_source_rgba(context.get(), ink.red, ink.green, ink.blue, ink.alpha);
    }
};

namespace {

bool make_canvas(cv_clip& clip) {
    clip.surface.reset(cairo_image_surface_create(CAIRO_FORMAT_RGB24, clip.width, clip.height));
    clip.context.reset(cairo_create(clip.surface.get()));
    if (cairo_status(clip.context.get()) != CAIRO_STATUS_SUCCESS) return false;
    cairo_set_line_cap(clip.context.get(), CAIRO_LINE_CAP_ROUND);
    clip.layout.reset(pango_cairo_create_layout(clip.context.get()));
    pango_layout_set_single_paragraph_mode(clip.layout.get(), TRUE);
    pango_layout_set_ellipsize(clip.layout.get(), PANGO_ELLIPSIZE_END);
    return true;
}

const AVCodec* find_encoder() {
    for (const char* name : {"libx264", "libopenh264"})
        if (const AVCodec* codec = avcodec_find_encoder_by_name(name)) return codec;
    return nullptr;
}

cv_status open_encoder(cv_clip& clip, cv_message message) {
    const AVCodec* codec = find_encoder();
    if (!codec) return fail(CV_FAILED, message, "this FFmpeg has no encoder for H.264");
    clip.encoder = avcodec_alloc_context3(codec);
    if (!clip.encoder) return fail(CV_FAILED, message, "out of memory");
    AVCodecContext& encoder = *clip.encoder;
    encoder.width = clip.width;
    encoder.height = clip.height;
    encoder.pix_fmt = AV_PIX_FMT_YUV420P;
    encoder.time_base = {1, kTicks};
    encoder.sample_aspect_ratio = {1, 1};
    encoder.gop_size = kKeyInterval;
    // Pictures in the order of their times: what is decoded is what is shown.
    encoder.max_b_frames = 0;
    encoder.colorspace = AVCOL_SPC_BT709;
    encoder.color_primaries = AVCOL_PRI_BT709;
    encoder.color_trc = AVCOL_TRC_BT709;
    encoder.color_range = AVCOL_RANGE_MPEG;
    // No version of the encoder in the file: the same drawing gives the same bytes.
    encoder.flags |= AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT;
    if (std::string(codec->name) == "libx264") {
        // Lines stay sharp at this quality, and an hour takes a tenth of a gigabyte.
        av_opt_set(encoder.priv_data, "preset", "veryfast", 0);
        av_opt_set(encoder.priv_data, "crf", "28", 0);
    } else {
        encoder.bit_rate = 2'000'000;
    }
    const int error = avcodec_open2(clip.encoder, codec, nullptr);
    if (error < 0)
        return fail(CV_FAILED, message, std::string(codec->name) + " fails: " + reason(error));
    return CV_OK;
}

cv_status open_file(cv_clip& clip, const char* path, const char* comment, cv_message message) {
    const std::string url = std::string("file:") + path;
    int error = avformat_alloc_output_context2(&clip.container, nullptr, "mp4", url.c_str());
    if (error < 0) return fail(CV_FAILED, message, "this FFmpeg writes no mp4: " + reason(error));
    clip.container->flags |= AVFMT_FLAG_BITEXACT;
    av_dict_set(&clip.container->metadata, "comment", comment, 0);
    clip.stream = avformat_new_stream(clip.container, nullptr);
    if (!clip.stream) return fail(CV_FAILED, message, "out of memory");
    clip.stream->time_base = clip.encoder->time_base;
    clip.stream->sample_aspect_ratio = clip.encoder->sample_aspect_ratio;
    avcodec_parameters_from_context(clip.stream->codecpar, clip.encoder);
    error = avio_open(&clip.container->pb, url.c_str(), AVIO_FLAG_WRITE);
    if (error < 0) return fail(CV_UNWRITABLE, message, reason(error));
    AVDictionary* options = nullptr;
    av_dict_set(&options, "movflags", "+faststart", 0);
    error = avformat_write_header(clip.container, &options);
    av_dict_free(&options);
    if (error < 0) return fail(CV_UNWRITABLE, message, reason(error));
    return CV_OK;
}

bool make_picture(cv_clip& clip) {
    AVFrame* picture = clip.picture;
    picture->format = AV_PIX_FMT_YUV420P;
    picture->width = clip.width;
    picture->height = clip.height;
    picture->colorspace = AVCOL_SPC_BT709;
    picture->color_range = AVCOL_RANGE_MPEG;
    if (av_frame_get_buffer(picture, 0) < 0) return false;
    // cairo's RGB24 is a native-endian word of 0x00RRGGBB.
    clip.converter =
        sws_getContext(clip.width, clip.height, AV_PIX_FMT_0RGB32, clip.width, clip.height,
                       AV_PIX_FMT_YUV420P, SWS_BILINEAR, nullptr, nullptr, nullptr);
    if (!clip.converter) return false;
    const int* table = sws_getCoefficients(SWS_CS_ITU709);
    sws_setColorspaceDetails(clip.converter, table, 1, table, 0, 0, 1 << 16, 1 << 16);
    return true;
}

// Hands the waiting packet to the file; it is shown until `next` ticks.
cv_status flush_pending(cv_clip& clip, int64_t next, cv_message message) {
    if (!clip.pending->data) return CV_OK;
    AVPacket* packet = clip.pending;
    packet->stream_index = clip.stream->index;
    packet->duration = std::max<int64_t>(1, next - packet->pts);
    av_packet_rescale_ts(packet, clip.encoder->time_base, clip.stream->time_base);
    const int error = av_write_frame(clip.container, packet);
    av_packet_unref(packet);
    if (error < 0) return fail(CV_UNWRITABLE, message, reason(error));
    if (clip.container->pb->error < 0)
        return fail(CV_UNWRITABLE, message, reason(clip.container->pb->error));
    return CV_OK;
}

// Takes what the encoder has finished.
cv_status drain(cv_clip& clip, cv_message message) {
    for (;;) {
        const int error = avcodec_receive_packet(clip.encoder, clip.packet);
        if (error == AVERROR(EAGAIN) || error == AVERROR_EOF) return CV_OK;
        if (error < 0) return fail(CV_FAILED, message, "cannot encode: " + reason(error));
        const cv_status status = flush_pending(clip, clip.packet->pts, message);
        if (status != CV_OK) return status;
        av_packet_move_ref(clip.pending, clip.packet);
    }
}

}  // namespace

cv_status cv_clip_open(const char* path, const char* comment, int width, int height, cv_clip** out,
                       cv_message message) {
    *out = nullptr;
    return guarded(message, [&] {
        av_log_set_level(AV_LOG_QUIET);
        auto clip = std::make_unique<cv_clip>();
        clip->width = width;
        clip->height = height;
        if (!clip->picture || !clip->packet || !clip->pending || !make_canvas(*clip))
            return fail(CV_FAILED, message, "out of memory");
        cv_status status = open_encoder(*clip, message);
        if (status == CV_OK) status = open_file(*clip, path, comment, message);
        if (status != CV_OK) return status;
        if (!make_picture(*clip)) return fail(CV_FAILED, message, "out of memory");
        cv_clip_clear(clip.get());
        *out = clip.release();
        return CV_OK;
    });
}

void cv_clip_clear(cv_clip* clip) {
    cairo_t* context = clip->context.get();
    cairo_reset_clip(context);
    cairo_set_source_rgb(context, 0, 0, 0);
    cairo_paint(context);
}

void cv_clip_within(cv_clip* clip, double x, double y, double width, double height) {
    cairo_t* context = clip->context.get();
    cairo_reset_clip(context);
    cairo_rectangle(context, x, y, width, height);
    cairo_clip(context);
}

void cv_clip_line(cv_clip* clip, double x0, double y0, double x1, double y1, double thickness,
                  double dash, cv_ink ink) {
    cairo_t* context = clip->context.get();
    clip->use(ink);
    cairo_set_line_width(context, thickness);
    cairo_set_dash(context, &dash, dash > 0 ? 1 : 0, 0);
    cairo_move_to(context, x0, y0);
    cairo_line_to(context, x1, y1);
    cairo_stroke(context);
}

void cv_clip_disc(cv_clip* clip, double x, double y, double radius, cv_ink ink) {
    cairo_t* context = clip->context.get();
    clip->use(ink);
    cairo_arc(context, x, y, radius, 0, 2 * M_PI);
    cairo_fill(context);
}

cv_status cv_clip_text(cv_clip* clip, const char* text, double x, double y, double width,
                       double size, double anchor, int bold, cv_ink ink, cv_message message) {
    return guarded(message, [&] {
        Owned<PangoFontDescription> font(pango_font_description_from_string("Sans"));
        pango_font_description_set_absolute_size(font.get(), size * PANGO_SCALE);
        if (bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
        PangoLayout* layout = clip->layout.get();
        pango_layout_set_font_description(layout, font.get());
        pango_layout_set_width(layout, static_cast<int>(width * PANGO_SCALE));
        const PangoAlignment alignments[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER,
                                             PANGO_ALIGN_RIGHT};
        pango_layout_set_alignment(layout, alignments[std::lround(anchor * 2)]);
        pango_layout_set_text(layout, text, -1);
        cairo_t* context = clip->context.get();
        clip->use(ink);
        cairo_move_to(context, x - anchor * width, y);
        pango_cairo_show_layout(context, layout);
        if (cairo_status(context) != CAIRO_STATUS_SUCCESS)
            return fail(CV_FAILED, message, cairo_status_to_string(cairo_status(context)));
        return CV_OK;
    });
}

cv_status cv_clip_write(cv_clip* clip, double time, cv_message message) {
    return guarded(message, [&] {
        if (av_frame_make_writable(clip->picture) < 0)
            return fail(CV_FAILED, message, "out of memory");
        cairo_surface_flush(clip->surface.get());
        const uint8_t* data = cairo_image_surface_get_data(clip->surface.get());
        const int stride = cairo_image_surface_get_stride(clip->surface.get());
        sws_scale(clip->converter, &data, &stride, 0, clip->height, clip->picture->data,
                  clip->picture->linesize);
        clip->picture->pts = std::llround(time * kTicks);
        const int error = avcodec_send_frame(clip->encoder, clip->picture);
        if (error < 0) return fail(CV_FAILED, message, "cannot encode: " + reason(error));
        return drain(*clip, message);
    });
}

cv_status cv_clip_finish(cv_clip* clip, double end, cv_message message) {
    return guarded(message, [&] {
        avcodec_send_frame(clip->encoder, nullptr);
        cv_status status = drain(*clip, message);
        if (status == CV_OK) status = flush_pending(*clip, std::llround(end * kTicks), message);
        if (status != CV_OK) return status;
        int error = av_write_trailer(clip->container);
        if (error >= 0) error = clip->container->pb->error;
        const int closing = avio_closep(&clip->container->pb);
        if (error >= 0) error = closing;
        return error < 0 ? fail(CV_UNWRITABLE, message, reason(error)) : CV_OK;
    });
}

void cv_clip_close(cv_clip* clip) { delete clip; }
