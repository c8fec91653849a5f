#include "convert.h"

#include <array>

namespace cvision {
namespace {

// Light of a perceptual quantiser's value 0..1, in units of the usual white of 203 cd/m²: SMPTE ST
// 2084, ITU-R BT.2408.
double pq_light(double value) {
    constexpr double m1 = 1305.0 / 8192, m2 = 2523.0 / 32, c1 = 107.0 / 128, c2 = 2413.0 / 128,
                     c3 = 2392.0 / 128;
    const double power = std::pow(value, 1 / m2);
    return std::pow(std::max(power - c1, 0.0) / (c2 - c3 * power), 1 / m1) * 10000 / 203;
}

// The usual grey for a value of the perceptual quantiser, both 0..1: highlights are compressed up
// to four times white (Reinhard et al. 2002), then the transfer function of a usual display.
double usual_grey(double value) {
    constexpr double white = 4;
    const double light = pq_light(value);
    const double toned = light * (1 + light / (white * white)) / (1 + light);
    return std::pow(std::clamp(toned, 0.0, 1.0), 1 / 2.2);
}

// Exchanges the luma of a perceptual quantiser for the usual one. Hybrid log-gamma needs nothing:
// it is made to look right on usual displays.
void tone(AVFrame* picture) {
    const bool full = picture->color_range == AVCOL_RANGE_JPEG;
    const double black = full ? 0 : 16, range = full ? 255 : 219;
    std::array<uint8_t, 256> table{};
    for (size_t i = 0; i < table.size(); ++i) {
        const double value = std::clamp((static_cast<double>(i) - black) / range, 0.0, 1.0);
        table[i] = static_cast<uint8_t>(std::lround(black + range * usual_grey(value)));
    }
    for (int y = 0; y < picture->height; ++y) {
        uint8_t* line = picture->data[0] + static_cast<std::ptrdiff_t>(y) * picture->linesize[0];
        for (int x = 0; x < picture->width; ++x) line[x] = table[line[x]];
    }
}

}  // namespace

cv_status Converter::convert(AVFrame* from, AVFrame* to, cv_message message) {
    av_frame_unref(to);
    const auto transfer = from->color_trc;
    if (planar_8_bit(from->format)) {
        av_frame_move_ref(to, from);
        if (transfer != AVCOL_TRC_SMPTE2084) return CV_OK;
        if (av_frame_make_writable(to) < 0) return fail(CV_FAILED, message, "out of memory");
        tone(to);
        return CV_OK;
    }
    const auto format = static_cast<AVPixelFormat>(from->format);
    const auto* kind = av_pix_fmt_desc_get(format);
    const bool is_rgb = kind && (kind->flags & AV_PIX_FMT_FLAG_RGB);
    to->format = AV_PIX_FMT_YUV420P;
    to->width = from->width;
    to->height = from->height;
    if (av_frame_get_buffer(to, 0) < 0) return fail(CV_FAILED, message, "out of memory");
    scaler_ =
        sws_getCachedContext(scaler_, from->width, from->height, format, from->width, from->height,
                             AV_PIX_FMT_YUV420P, SWS_BILINEAR, nullptr, nullptr, nullptr);
    if (!scaler_) return fail(CV_BAD_INPUT, message, "its pixel format is not supported");
    sws_scale(scaler_, from->data, from->linesize, 0, from->height, to->data, to->linesize);
    if (kind && !is_rgb) {
        to->colorspace = from->colorspace;
        // Told nothing of ranges, swscale keeps the one there is.
        to->color_range =
            from->color_range == AVCOL_RANGE_JPEG ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
    }
    to->interlaced_frame = from->interlaced_frame;
    to->top_field_first = from->top_field_first;
    if (transfer == AVCOL_TRC_SMPTE2084) tone(to);
    av_frame_unref(from);
    return CV_OK;
}

}  // namespace cvision
