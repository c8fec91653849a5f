// A camera's bytes to planar pictures. The pixels are copied once (the bytes of a JPEG too, before
// they are decompressed), into memory that comes from a pool.
#include <linux/videodev2.h>

#include <array>
#include <cstring>
#include <memory>
#include <vector>

#include "internal.h"

extern "C" {
#include <libavutil/imgutils.h>
}

using cvision::fail;
using cvision::guarded;

namespace {

// How a format's samples lie in memory.
enum class Packing { jpeg, interleaved, semiplanar, planar, rgb };

struct Format {
    uint32_t v4l2;
    Packing packing;
    // As it comes, and as a planar picture.
    AVPixelFormat from, to;
    // Where luma, blue and red lie in the group of four bytes of two pixels; or in the pair of
    // chroma bytes (blue, red).
    std::array<int, 3> order;
};

constexpr Format kFormats[] = {
    {V4L2_PIX_FMT_MJPEG, Packing::jpeg, AV_PIX_FMT_NONE, AV_PIX_FMT_NONE, {}},
    {V4L2_PIX_FMT_JPEG, Packing::jpeg, AV_PIX_FMT_NONE, AV_PIX_FMT_NONE, {}},
    {V4L2_PIX_FMT_YUYV, Packing::interleaved, AV_PIX_FMT_YUYV422, AV_PIX_FMT_YUV422P, {0, 1, 3}},
    {V4L2_PIX_FMT_YVYU, Packing::interleaved, AV_PIX_FMT_YVYU422, AV_PIX_FMT_YUV422P, {0, 3, 1}},
    {V4L2_PIX_FMT_UYVY, Packing::interleaved, AV_PIX_FMT_UYVY422, AV_PIX_FMT_YUV422P, {1, 0, 2}},
    {V4L2_PIX_FMT_VYUY, Packing::interleaved, AV_PIX_FMT_UYVY422, AV_PIX_FMT_YUV422P, {1, 2, 0}},
    {V4L2_PIX_FMT_NV12, Packing::semiplanar, AV_PIX_FMT_NV12, AV_PIX_FMT_YUV420P, {0, 0, 1}},
    {V4L2_PIX_FMT_NV21, Packing::semiplanar, AV_PIX_FMT_NV21, AV_PIX_FMT_YUV420P, {0, 1, 0}},
    {V4L2_PIX_FMT_YUV420, Packing::planar, AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV420P, {0, 1, 2}},
    {V4L2_PIX_FMT_YVU420, Packing::planar, AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV420P, {0, 2, 1}},
    {V4L2_PIX_FMT_YUV422P, Packing::planar, AV_PIX_FMT_YUV422P, AV_PIX_FMT_YUV422P, {0, 1, 2}},
    {V4L2_PIX_FMT_GREY, Packing::planar, AV_PIX_FMT_GRAY8, AV_PIX_FMT_GRAY8, {}},
    {V4L2_PIX_FMT_RGB24, Packing::rgb, AV_PIX_FMT_RGB24, AV_PIX_FMT_YUV420P, {}},
    {V4L2_PIX_FMT_BGR24, Packing::rgb, AV_PIX_FMT_BGR24, AV_PIX_FMT_YUV420P, {}},
    {V4L2_PIX_FMT_XBGR32, Packing::rgb, AV_PIX_FMT_BGR0, AV_PIX_FMT_YUV420P, {}},
};

const Format* find(uint32_t v4l2) {
    for (const Format& format : kFormats)
        if (format.v4l2 == v4l2) return &format;
    return nullptr;
}

// A plane of bytes.
struct Plane {
    const uint8_t* data;
    int stride, width, height;
};

// Every `step`th byte of the rows, beginning with byte `first`.
template <int step>
void gather(Plane from, int first, uint8_t* to, int stride) {
    for (int y = 0; y < from.height; ++y) {
        const uint8_t* in = from.data + static_cast<ptrdiff_t>(y) * from.stride + first;
        uint8_t* out = to + static_cast<ptrdiff_t>(y) * stride;
        for (int x = 0; x < from.width; ++x) out[x] = in[x * step];
    }
}

}  // namespace

struct cv_unpacker {
    cv_picture_layout layout{};
    const Format* format = nullptr;
    // Raw pictures: where the planes of a row lie, and how many bytes a whole picture has.
    std::array<int, 4> strides{};
    std::array<size_t, 4> sizes{};
    size_t picture_bytes = 0;
    AVBufferPool* pool = nullptr;
    int pool_bytes = 0;
    SwsContext* converter = nullptr;
    // RGB only: libswscale may read a little behind the end, where a driver's buffer has no more.
    std::vector<uint8_t> padded;
    // JPEG only.
    AVCodecContext* decoder = nullptr;
    AVPacket* packet = nullptr;

    cv_unpacker() = default;
    cv_unpacker(const cv_unpacker&) = delete;
    cv_unpacker& operator=(const cv_unpacker&) = delete;
    ~cv_unpacker() {
        av_packet_free(&packet);
        avcodec_free_context(&decoder);
        sws_freeContext(converter);
        av_buffer_pool_uninit(&pool);
    }
};

namespace {

constexpr int kAlignment = 32;
// What libswscale may read beyond a row.
constexpr size_t kSlack = 64;

cv_status prepare_jpeg(cv_unpacker& unpacker, cv_message message) {
    const AVCodec* codec = avcodec_find_decoder(AV_CODEC_ID_MJPEG);
    if (!codec) return fail(CV_CAMERA_REFUSED, message, "this FFmpeg cannot decode JPEG");
    unpacker.decoder = avcodec_alloc_context3(codec);
    unpacker.packet = av_packet_alloc();
    if (!unpacker.decoder || !unpacker.packet) return fail(CV_FAILED, message, "out of memory");
    unpacker.decoder->thread_count = 1;  // Inference is what the cores are for.
    // A picture that breaks off is to be an error, not a picture that is grey from there on.
    unpacker.decoder->err_recognition |= AV_EF_EXPLODE;
    if (avcodec_open2(unpacker.decoder, codec, nullptr) < 0)
        return fail(CV_FAILED, message, "the JPEG decoder does not open");
    // Grown when a larger picture comes.
    unpacker.pool_bytes = unpacker.layout.width * unpacker.layout.height;
    unpacker.pool = av_buffer_pool_init(
        static_cast<size_t>(unpacker.pool_bytes) + AV_INPUT_BUFFER_PADDING_SIZE, nullptr);
    return unpacker.pool ? CV_OK : fail(CV_FAILED, message, "out of memory");
}

cv_status prepare_raw(cv_unpacker& unpacker, cv_message message) {
    const auto& layout = unpacker.layout;
    const Format& format = *unpacker.format;
    auto& strides = unpacker.strides;
    if (av_image_fill_linesizes(strides.data(), format.from, layout.width) < 0)
        return fail(CV_CAMERA_REFUSED, message, "its pictures have no usable size");
    if (layout.bytes_per_row > strides[0]) {
        const bool halves = format.packing == Packing::planar;
        for (size_t i = 1; i < strides.size(); ++i)
            if (strides[i]) strides[i] = halves ? layout.bytes_per_row / 2 : layout.bytes_per_row;
        strides[0] = layout.bytes_per_row;
    }
    std::array<ptrdiff_t, 4> wide{};
    std::copy(strides.begin(), strides.end(), wide.begin());
    if (av_image_fill_plane_sizes(unpacker.sizes.data(), format.from, layout.height, wide.data()) <
        0)
        return fail(CV_CAMERA_REFUSED, message, "its pictures have no usable size");
    for (const size_t size : unpacker.sizes) unpacker.picture_bytes += size;
    unpacker.pool_bytes =
        av_image_get_buffer_size(format.to, layout.width, layout.height, kAlignment);
    if (unpacker.pool_bytes > 0)
        unpacker.pool =
            av_buffer_pool_init(static_cast<size_t>(unpacker.pool_bytes) + kSlack, nullptr);
    if (!unpacker.pool) return fail(CV_FAILED, message, "out of memory");
    if (format.packing != Packing::rgb) return CV_OK;
    unpacker.padded.resize(unpacker.picture_bytes + kSlack);
    unpacker.converter =
        sws_getContext(layout.width, layout.height, format.from, layout.width, layout.height,
                       format.to, SWS_BILINEAR | SWS_ACCURATE_RND, nullptr, nullptr, nullptr);
    return unpacker.converter ? CV_OK
                              : fail(CV_CAMERA_REFUSED, message, "its colours are not supported");
}

// Gives the frame memory for a planar picture.
bool make_room(cv_unpacker& unpacker, AVFrame& picture) {
    picture.buf[0] = av_buffer_pool_get(unpacker.pool);
    if (!picture.buf[0]) return false;
    picture.format = unpacker.format->to;
    picture.width = unpacker.layout.width;
    picture.height = unpacker.layout.height;
    return av_image_fill_arrays(picture.data, picture.linesize, picture.buf[0]->data,
                                unpacker.format->to, picture.width, picture.height,
                                kAlignment) >= 0;
}

void copy_raw(cv_unpacker& unpacker, const uint8_t* bytes, AVFrame& to) {
    const Format& format = *unpacker.format;
    const int w = to.width, h = to.height, half = AV_CEIL_RSHIFT(w, 1);
    const int stride = unpacker.strides[0];
    const auto& order = format.order;
    switch (format.packing) {
        case Packing::interleaved:
            gather<2>({bytes, stride, w, h}, order[0], to.data[0], to.linesize[0]);
            gather<4>({bytes, stride, half, h}, order[1], to.data[1], to.linesize[1]);
            gather<4>({bytes, stride, half, h}, order[2], to.data[2], to.linesize[2]);
            break;
        case Packing::semiplanar: {
            gather<1>({bytes, stride, w, h}, 0, to.data[0], to.linesize[0]);
            const uint8_t* chroma = bytes + unpacker.sizes[0];
            const Plane pairs{chroma, unpacker.strides[1], half, AV_CEIL_RSHIFT(h, 1)};
            gather<2>(pairs, order[1], to.data[1], to.linesize[1]);
            gather<2>(pairs, order[2], to.data[2], to.linesize[2]);
            break;
        }
        case Packing::planar:
            for (size_t i = 0; i < 3 && unpacker.sizes[i]; ++i) {
                const auto* format_of = av_pix_fmt_desc_get(format.from);
                const int rows = i ? AV_CEIL_RSHIFT(h, format_of->log2_chroma_h) : h;
                const auto target = static_cast<size_t>(order[i]);
                gather<1>({bytes, unpacker.strides[i], i ? half : w, rows}, 0, to.data[target],
                          to.linesize[target]);
                bytes += unpacker.sizes[i];
            }
            break;
        case Packing::rgb: {
            std::memcpy(unpacker.padded.data(), bytes, unpacker.picture_bytes);
            const uint8_t* planes[] = {unpacker.padded.data(), nullptr, nullptr, nullptr};
            sws_scale(unpacker.converter, planes, unpacker.strides.data(), 0, h, to.data,
                      to.linesize);
            break;
        }
        case Packing::jpeg:
            break;
    }
}

cv_status fill_raw(cv_unpacker& unpacker, const uint8_t* bytes, size_t count, AVFrame& picture,
                   cv_message message) {
    if (count < unpacker.picture_bytes)
        return fail(CV_DAMAGED, message,
                    "a picture of " + std::to_string(count) + " bytes instead of " +
                        std::to_string(unpacker.picture_bytes));
    if (!make_room(unpacker, picture)) return fail(CV_FAILED, message, "out of memory");
    copy_raw(unpacker, bytes, picture);
    const bool rgb = unpacker.format->packing == Packing::rgb;
    picture.color_range = !rgb && unpacker.layout.full_range ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
    if (!rgb && unpacker.layout.bt709) picture.colorspace = AVCOL_SPC_BT709;
    return CV_OK;
}

// Copies the compressed bytes: the decoder wants zeros behind the end, and the driver its buffer.
bool make_packet(cv_unpacker& unpacker, const uint8_t* bytes, int count) {
    AVPacket& packet = *unpacker.packet;
    if (count > unpacker.pool_bytes) {
        av_buffer_pool_uninit(&unpacker.pool);
        unpacker.pool =
            av_buffer_pool_init(static_cast<size_t>(count) + AV_INPUT_BUFFER_PADDING_SIZE, nullptr);
        unpacker.pool_bytes = count;
    }
    packet.buf = unpacker.pool ? av_buffer_pool_get(unpacker.pool) : nullptr;
    if (!packet.buf) return false;
    packet.data = packet.buf->data;
    packet.size = count;
    std::memcpy(packet.data, bytes, static_cast<size_t>(count));
    std::memset(packet.data + count, 0, AV_INPUT_BUFFER_PADDING_SIZE);
    return true;
}

cv_status fill_jpeg(cv_unpacker& unpacker, const uint8_t* bytes, size_t count, AVFrame& picture,
                    cv_message message) {
    constexpr size_t most = size_t{1} << 28;
    if (count < 4 || count > most || bytes[0] != 0xFF || bytes[1] != 0xD8)
        return fail(CV_DAMAGED, message, "a picture that is no JPEG");
    if (!make_packet(unpacker, bytes, static_cast<int>(count)))
        return fail(CV_FAILED, message, "out of memory");
    int error = avcodec_send_packet(unpacker.decoder, unpacker.packet);
    av_packet_unref(unpacker.packet);
    if (error >= 0) error = avcodec_receive_frame(unpacker.decoder, &picture);
    if (error == AVERROR(ENOMEM)) return fail(CV_FAILED, message, "out of memory");
    if (error < 0) return fail(CV_DAMAGED, message, "a JPEG that breaks off or is damaged");
    if (!cvision::planar_8_bit(picture.format))
        return fail(CV_DAMAGED, message, "a JPEG of an unusual kind");
    return CV_OK;
}

// The way from display pixels to the picture's own.
void lay_out(const cv_picture_layout& layout, cv_frame& frame) {
    const double width = frame.picture->width, height = frame.picture->height;
    const double own = layout.pixel_aspect > 0 ? width * layout.pixel_aspect : width;
    frame.width = layout.display_width > 0 ? layout.display_width : own;
    frame.height = layout.display_height > 0 ? layout.display_height : height;
    frame.display_to_stored = {width / frame.width, 0, 0, 0, height / frame.height, 0};
    frame.broken = {};
}

}  // namespace

int cv_unpacker_knows(uint32_t format) { return find(format) != nullptr; }

cv_status cv_unpacker_new(const cv_picture_layout* layout, cv_unpacker** out, cv_message message) {
    *out = nullptr;
    return guarded(message, [&] {
        auto unpacker = std::make_unique<cv_unpacker>();
        unpacker->layout = *layout;
        unpacker->format = find(layout->format);
        if (!unpacker->format || layout->width <= 0 || layout->height <= 0 ||
            av_image_check_size(static_cast<unsigned>(layout->width),
                                static_cast<unsigned>(layout->height), 0, nullptr) < 0)
            return fail(CV_CAMERA_REFUSED, message, "its pictures are of an unknown kind");
        av_log_set_level(AV_LOG_QUIET);
        const cv_status status = unpacker->format->packing == Packing::jpeg
                                     ? prepare_jpeg(*unpacker, message)
                                     : prepare_raw(*unpacker, message);
        if (status == CV_OK) *out = unpacker.release();
        return status;
    });
}

cv_status cv_unpacker_fill(cv_unpacker* unpacker, const uint8_t* bytes, size_t count,
                           cv_frame* frame, cv_message message) {
    return guarded(message, [&] {
        av_frame_unref(frame->picture);
        const bool jpeg = unpacker->format->packing == Packing::jpeg;
        const cv_status status = jpeg ? fill_jpeg(*unpacker, bytes, count, *frame->picture, message)
                                      : fill_raw(*unpacker, bytes, count, *frame->picture, message);
        if (status == CV_OK)
            lay_out(unpacker->layout, *frame);
        else
            av_frame_unref(frame->picture);
        return status;
    });
}

void cv_unpacker_free(cv_unpacker* unpacker) { delete unpacker; }
