// A frame as a small JPEG, upright, to be shown and thrown away.
#include <memory>
#include <opencv2/imgproc.hpp>

#include "internal.h"

using cvision::fail;
using cvision::guarded;

struct cv_picture {
    AVCodecContext* encoder = nullptr;
    AVFrame* small = av_frame_alloc();
    AVPacket* packet = av_packet_alloc();

    cv_picture() = default;
    cv_picture(const cv_picture&) = delete;
    cv_picture& operator=(const cv_picture&) = delete;
    ~cv_picture() {
        avcodec_free_context(&encoder);
        av_frame_free(&small);
        av_packet_free(&packet);
    }
};

namespace {

// libav's quantiser, 2 (best) to 31: a face can be recognised, and 640 x 480 take some 30 kB.
constexpr int kQuantiser = 5;

// Limited range (16..235, 16..240) stretched to the full range that a JPEG has.
cv::Mat stretch(bool chroma) {
    cv::Mat table(1, 256, CV_8UC1);
    for (int i = 0; i < 256; ++i) {
        const double value = chroma ? (i - 128) * 255.0 / 224 + 128 : (i - 16) * 255.0 / 219;
        table.at<uint8_t>(0, i) = cv::saturate_cast<uint8_t>(value);
    }
    return table;
}

// Makes encoder and buffer anew when the size is not what it was.
cv_status prepare(cv_picture& picture, int width, int height, cv_message message) {
    if (picture.encoder && picture.encoder->width == width && picture.encoder->height == height)
        return CV_OK;
    avcodec_free_context(&picture.encoder);
    av_frame_unref(picture.small);
    const AVCodec* codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
    if (!codec) return fail(CV_FAILED, message, "this libavcodec cannot write JPEG");
    picture.encoder = avcodec_alloc_context3(codec);
    if (!picture.encoder) return fail(CV_FAILED, message, "out of memory");
    picture.encoder->width = width;
    picture.encoder->height = height;
    picture.encoder->pix_fmt = AV_PIX_FMT_YUVJ420P;
    picture.encoder->color_range = AVCOL_RANGE_JPEG;
    picture.encoder->time_base = {1, 25};
    picture.encoder->thread_count = 1;
    picture.encoder->flags |= AV_CODEC_FLAG_QSCALE;
    picture.encoder->global_quality = FF_QP2LAMBDA * kQuantiser;
    if (avcodec_open2(picture.encoder, codec, nullptr) < 0) {
        avcodec_free_context(&picture.encoder);
        return fail(CV_FAILED, message, "the JPEG encoder does not start");
    }
    picture.small->format = AV_PIX_FMT_YUVJ420P;
    picture.small->width = width;
    picture.small->height = height;
    picture.small->color_range = AVCOL_RANGE_JPEG;
    if (av_frame_get_buffer(picture.small, 0) < 0) return fail(CV_FAILED, message, "out of memory");
    return CV_OK;
}

// Draws one plane of the frame upright into the small picture.
void draw(const cv_frame& frame, cv_picture& picture, int index, double scale) {
    const bool chroma = index > 0;
    const int shrink = chroma ? 2 : 1;
    cv::Mat out((picture.small->height + shrink - 1) / shrink,
                (picture.small->width + shrink - 1) / shrink, CV_8UC1, picture.small->data[index],
                static_cast<size_t>(picture.small->linesize[index]));
    const cv::Mat in = frame.plane(index);
    if (in.empty()) {
        out.setTo(128);
        return;
    }
    // From the centre of a small pixel to the picture as it is shown, to the stored plane.
    cv::Matx23d map = frame.display_to_stored;
    const double step = shrink / scale;
    for (int row = 0; row < 2; ++row) {
        const double shift = 0.5 * step * (map(row, 0) + map(row, 1)) + map(row, 2);
        const double sub = !chroma ? 1 : row == 0 ? frame.chroma_x() : frame.chroma_y();
        map(row, 0) *= step / sub;
        map(row, 1) *= step / sub;
        map(row, 2) = shift / sub - 0.5;
    }
    cv::warpAffine(in, out, map, out.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                   cv::BORDER_REPLICATE);
    static const cv::Mat luma_range = stretch(false), chroma_range = stretch(true);
    if (!frame.full_range()) cv::LUT(out, chroma ? chroma_range : luma_range, out);
}

}  // namespace

cv_picture* cv_picture_new(void) {
    auto picture = std::unique_ptr<cv_picture>(new (std::nothrow) cv_picture);
    if (!picture || !picture->small || !picture->packet) return nullptr;
    return picture.release();
}

cv_status cv_picture_encode(cv_picture* picture, const cv_frame* frame, int longest,
                            const uint8_t** bytes, size_t* count, cv_message message) {
    *bytes = nullptr;
    *count = 0;
    return guarded(message, [&] {
        if (!(frame->width >= 1 && frame->height >= 1))
            return fail(CV_FAILED, message, "there is no picture");
        const double scale = std::min(1.0, longest / std::max(frame->width, frame->height));
        const int width = std::max(2, static_cast<int>(frame->width * scale) & ~1);
        const int height = std::max(2, static_cast<int>(frame->height * scale) & ~1);
        const cv_status status = prepare(*picture, width, height, message);
        if (status != CV_OK) return status;
        if (av_frame_make_writable(picture->small) < 0)
            return fail(CV_FAILED, message, "out of memory");
        for (int plane = 0; plane < 3; ++plane) draw(*frame, *picture, plane, scale);
        picture->small->quality = picture->encoder->global_quality;
        av_packet_unref(picture->packet);
        if (avcodec_send_frame(picture->encoder, picture->small) < 0 ||
            avcodec_receive_packet(picture->encoder, picture->packet) < 0)
            return fail(CV_FAILED, message, "the picture cannot be encoded");
        *bytes = picture->packet->data;
        *count = static_cast<size_t>(picture->packet->size);
        return CV_OK;
    });
}

void cv_picture_free(cv_picture* picture) { delete picture; }
