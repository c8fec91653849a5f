#include "internal.h"

bool cvision::planar_8_bit(int format) {
    const auto* d = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(format));
    if (!d || (d->flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_HWACCEL)))
        return false;
    if (d->comp[0].depth != 8 || d->comp[0].step != 1) return false;
    return d->nb_components == 1 || ((d->flags & AV_PIX_FMT_FLAG_PLANAR) && d->comp[1].step == 1);
}

cv::Mat cv_frame::plane(int index) const {
    if (!picture || !picture->data[index]) return {};
    const bool chroma = index > 0;
    const auto* format = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(picture->format));
    const int shift_x = chroma ? format->log2_chroma_w : 0;
    const int shift_y = chroma ? format->log2_chroma_h : 0;
    return cv::Mat(AV_CEIL_RSHIFT(picture->height, shift_y),
                   AV_CEIL_RSHIFT(picture->width, shift_x), CV_8UC1, picture->data[index],
                   picture->linesize[index]);
}

bool cv_frame::share(const cv_frame& other) {
    av_frame_unref(picture);
    if (av_frame_ref(picture, other.picture) < 0) return false;
    display_to_stored = other.display_to_stored;
    width = other.width;
    height = other.height;
    broken = other.broken;
    return true;
}

double cv_frame::chroma_x() const {
    return 1 << av_pix_fmt_desc_get(static_cast<AVPixelFormat>(picture->format))->log2_chroma_w;
}

double cv_frame::chroma_y() const {
    return 1 << av_pix_fmt_desc_get(static_cast<AVPixelFormat>(picture->format))->log2_chroma_h;
}

bool cv_frame::full_range() const {
    switch (picture->format) {
        case AV_PIX_FMT_YUVJ420P:
        case AV_PIX_FMT_YUVJ422P:
        case AV_PIX_FMT_YUVJ444P:
        case AV_PIX_FMT_YUVJ440P:
        case AV_PIX_FMT_GRAY8:
            return picture->color_range != AVCOL_RANGE_MPEG;
        default:
            return picture->color_range == AVCOL_RANGE_JPEG;
    }
}

cv_frame* cv_frame_new(void) {
    auto* frame = new (std::nothrow) cv_frame;
    if (frame && !frame->picture) {
        delete frame;
        return nullptr;
    }
    return frame;
}

cv_status cv_frame_share(cv_frame* frame, const cv_frame* other, cv_message message) {
    return cvision::guarded(message, [&] {
        if (!frame->share(*other)) return cvision::fail(CV_FAILED, message, "out of memory");
        return CV_OK;
    });
}

void cv_frame_free(cv_frame* frame) { delete frame; }
double cv_frame_width(const cv_frame* frame) { return frame->width; }
double cv_frame_height(const cv_frame* frame) { return frame->height; }
cv_break cv_frame_break(const cv_frame* frame) { return frame->broken; }
