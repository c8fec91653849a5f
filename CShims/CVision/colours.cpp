#include <cmath>

#include "internal.h"

using cvision::fail;
using cvision::guarded;

namespace {

static_assert(CV_COLOUR_BINS == CV_COLOUR_LUMA * CV_COLOUR_CHROMA * CV_COLOUR_CHROMA);

// Points along each side of the grid.
constexpr int kGrid = 20;

// A position between classes: the lower one and how far it is to the next.
struct Between {
    int low;
    float share;
};

Between between(float position, int classes) {
    const float at = std::clamp(position, 0.0f, static_cast<float>(classes - 1));
    const int low = std::min(static_cast<int>(at), classes - 2);
    return {low, at - static_cast<float>(low)};
}

// Clothes differ most in the weak colours, so that classes are narrow around grey.
Between chroma(int value) {
    const float away = static_cast<float>(value - 128) / 128.0f;
    const float bent = std::copysign(std::sqrt(std::abs(away)), away);
    return between((bent + 0.75f) / 1.5f * (CV_COLOUR_CHROMA - 1), CV_COLOUR_CHROMA);
}

Between luma(int value) {
    return between(static_cast<float>(value) / 255.0f * (CV_COLOUR_LUMA - 1), CV_COLOUR_LUMA);
}

// Counts a colour for the eight classes that it lies between.
void count(float* shares, Between y, Between u, Between v) {
    for (int i = 0; i < 8; ++i) {
        const int dy = i & 1, du = (i >> 1) & 1, dv = (i >> 2) & 1;
        const float weight = (dy ? y.share : 1 - y.share) * (du ? u.share : 1 - u.share) *
                             (dv ? v.share : 1 - v.share);
        const int bin =
            ((y.low + dy) * CV_COLOUR_CHROMA + u.low + du) * CV_COLOUR_CHROMA + v.low + dv;
        shares[bin] += weight;
    }
}

}  // namespace

cv_status cv_frame_colours(const cv_frame* frame, cv_region r, float* shares, cv_message message) {
    return guarded(message, [&] {
        std::fill(shares, shares + CV_COLOUR_BINS, 0.0f);
        const cv::Mat y = frame->plane(0), u = frame->plane(1), v = frame->plane(2);
        const double kx = u.empty() ? 1 : 1 / frame->chroma_x();
        const double ky = u.empty() ? 1 : 1 / frame->chroma_y();
        const double c = std::cos(r.rotation), s = std::sin(r.rotation);
        int inside = 0;
        for (int i = 0; i < kGrid * kGrid; ++i) {
            const double dx = ((i % kGrid + 0.5) / kGrid - 0.5) * r.width;
            const double dy = ((i / kGrid + 0.5) / kGrid - 0.5) * r.height;
            const cv::Vec2d at =
                frame->display_to_stored *
                cv::Vec3d(r.center_x + c * dx - s * dy, r.center_y + s * dx + c * dy, 1);
            if (!(at[0] >= 0 && at[1] >= 0 && at[0] < y.cols && at[1] < y.rows)) continue;
            ++inside;
            const int px = static_cast<int>(at[0]), py = static_cast<int>(at[1]);
            const int qx = static_cast<int>(at[0] * kx), qy = static_cast<int>(at[1] * ky);
            const bool grey = u.empty() || qx >= u.cols || qy >= u.rows;
            count(shares, luma(y.at<uint8_t>(py, px)), chroma(grey ? 128 : u.at<uint8_t>(qy, qx)),
                  chroma(grey ? 128 : v.at<uint8_t>(qy, qx)));
        }
        if (inside * 3 < kGrid * kGrid)
            return fail(CV_BAD_INPUT, message, "the region lies outside the picture");
        for (int i = 0; i < CV_COLOUR_BINS; ++i) shares[i] /= static_cast<float>(inside);
        return CV_OK;
    });
}
