#include "warp.h"

#include <cmath>
#include <opencv2/imgproc.hpp>

namespace cvision {
namespace {

// From pixels of the network's input to display pixels. As in MediaPipe's ImageToTensorCalculator,
// the input's corners are the region's corners.
cv::Matx33d input_to_display(cv_region r, int width, int height) {
    const double c = std::cos(r.rotation), s = std::sin(r.rotation);
    const double sx = r.width / width, sy = r.height / height;
    return {c * sx, -s * sy, r.center_x - 0.5 * (c * r.width - s * r.height),
            s * sx, c * sy,  r.center_y - 0.5 * (s * r.width + c * r.height),
            0,      0,       1};
}

// The part of a luma plane that `clip` leaves, on even pixels so that chroma planes can follow.
cv::Rect clipped(const cv_frame& frame, const cv_rect* clip) {
    const cv::Rect whole({0, 0}, frame.plane(0).size());
    if (!clip) return whole;
    const cv::Vec3d from(clip->x, clip->y, 1);
    const cv::Vec3d to(clip->x + clip->width, clip->y + clip->height, 1);
    const cv::Vec2d a = frame.display_to_stored * from, b = frame.display_to_stored * to;
    const auto even = [](double value, int size) {
        return static_cast<int>(std::clamp(value, 0.0, static_cast<double>(size))) & ~1;
    };
    const cv::Point low(even(std::min(a[0], b[0]), whole.width),
                        even(std::min(a[1], b[1]), whole.height));
    const cv::Point high(even(std::max(a[0], b[0]) + 1, whole.width),
                         even(std::max(a[1], b[1]) + 1, whole.height));
    const cv::Rect kept = cv::Rect(low, high) & whole;
    return kept.area() > 0 ? kept : whole;
}

void sample(const cv::Mat& whole, const cv::Rect& part, cv::Matx23d to_plane, bool black,
            double border, int width, int height, cv::Mat& out) {
    const cv::Mat plane = whole(part & cv::Rect({0, 0}, whole.size()));
    to_plane(0, 2) -= part.x;
    to_plane(1, 2) -= part.y;
    cv::warpAffine(plane, out, to_plane, {width, height}, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                   black ? cv::BORDER_CONSTANT : cv::BORDER_REPLICATE, cv::Scalar(border));
}

// YUV to RGB in 16.16 fixed point: ITU-R BT.709 or BT.2020 when the stream says so, BT.601
// otherwise.
struct Coefficients {
    int luma, luma_offset, red_v, green_u, green_v, blue_u;
};

Coefficients coefficients(const cv_frame& frame) {
    const bool full = frame.full_range();
    const auto space = frame.picture->colorspace;
    const bool wide = space == AVCOL_SPC_BT2020_NCL || space == AVCOL_SPC_BT2020_CL;
    const bool hd = frame.picture->colorspace == AVCOL_SPC_BT709;
    const double luma = full ? 1 : 255.0 / 219, chroma = full ? 1 : 255.0 / 224;
    const auto fixed = [](double value) { return static_cast<int>(std::lround(value * 65536)); };
    if (wide)
        return {fixed(luma),
                full ? 0 : 16,
                fixed(1.4746 * chroma),
                fixed(0.16455 * chroma),
                fixed(0.57135 * chroma),
                fixed(1.8814 * chroma)};
    if (hd)
        return {fixed(luma),
                full ? 0 : 16,
                fixed(1.5748 * chroma),
                fixed(0.1873 * chroma),
                fixed(0.4681 * chroma),
                fixed(1.8556 * chroma)};
    return {fixed(luma),
            full ? 0 : 16,
            fixed(1.402 * chroma),
            fixed(0.344136 * chroma),
            fixed(0.714136 * chroma),
            fixed(1.772 * chroma)};
}

inline uint8_t clamp(int value) {
    return static_cast<uint8_t>(std::min(255, std::max(0, value >> 16)));
}

void to_rgb(const WarpScratch& planes, const Coefficients& k, int pixels, uint8_t* rgb) {
    const uint8_t* y = planes.luma.data;
    const uint8_t* u = planes.blue.data;
    const uint8_t* v = planes.red.data;
    for (int i = 0; i < pixels; ++i) {
        const int l = (y[i] - k.luma_offset) * k.luma + 32768;
        const int cb = u[i] - 128, cr = v[i] - 128;
        rgb[3 * i] = clamp(l + k.red_v * cr);
        rgb[3 * i + 1] = clamp(l - k.green_u * cb - k.green_v * cr);
        rgb[3 * i + 2] = clamp(l + k.blue_u * cb);
    }
}

}  // namespace

void warp_region(const cv_frame& frame, cv_region region, const cv_rect* clip, bool black_border,
                 int width, int height, WarpScratch& scratch, uint8_t* rgb) {
    const cv::Matx23d& d = frame.display_to_stored;
    const cv::Matx33d display(d(0, 0), d(0, 1), d(0, 2), d(1, 0), d(1, 1), d(1, 2), 0, 0, 1);
    const cv::Matx33d stored = display * input_to_display(region, width, height);
    const cv::Matx23d to_luma = stored.get_minor<2, 3>(0, 0);
    const cv::Rect part = clipped(frame, clip);
    sample(frame.plane(0), part, to_luma, black_border, frame.full_range() ? 0 : 16, width, height,
           scratch.luma);
    if (frame.plane(1).empty()) {
        scratch.blue.create(height, width, CV_8UC1);
        scratch.red.create(height, width, CV_8UC1);
        scratch.blue.setTo(128);
        scratch.red.setTo(128);
    } else {
        const double kx = 1 / frame.chroma_x(), ky = 1 / frame.chroma_y();
        const cv::Matx23d to_chroma(stored(0, 0) * kx, stored(0, 1) * kx, stored(0, 2) * kx,
                                    stored(1, 0) * ky, stored(1, 1) * ky, stored(1, 2) * ky);
        const cv::Rect chroma(static_cast<int>(part.x * kx), static_cast<int>(part.y * ky),
                              static_cast<int>(std::ceil(part.width * kx)),
                              static_cast<int>(std::ceil(part.height * ky)));
        sample(frame.plane(1), chroma, to_chroma, black_border, 128, width, height, scratch.blue);
        sample(frame.plane(2), chroma, to_chroma, black_border, 128, width, height, scratch.red);
    }
    to_rgb(scratch, coefficients(frame), width * height, rgb);
}

void relight(int width, int height, uint8_t* rgb) {
    cv::Mat picture(height, width, CV_8UC3, rgb), lab, lightness;
    cv::cvtColor(picture, lab, cv::COLOR_RGB2Lab);
    cv::extractChannel(lab, lightness, 0);
    cv::createCLAHE(3, {4, 4})->apply(lightness, lightness);
    cv::insertChannel(lightness, lab, 0);
    // Into the network's own bytes.
    cv::cvtColor(lab, picture, cv::COLOR_Lab2RGB);
}

}  // namespace cvision
