#include <cmath>
#include <opencv2/imgproc.hpp>

#include "internal.h"

using cvision::guarded;

struct cv_motion {
    cv::Mat before, now, changed;
    // From display pixels to pixels of the reduced picture, along each axis of the stored one.
    cv::Matx23d to_small = cv::Matx23d(1, 0, 0, 0, 1, 0);
    int frames = 0;
};

namespace {

// Long enough to see a hand move, short enough that averaging removes the sensor's noise.
constexpr int kLongestSide = 320;

// The rectangle's bounding box in the reduced picture, cut to it.
cv::Rect reduced(const cv_motion& motion, cv_rect r) {
    const auto& m = motion.to_small;
    double low_x = INFINITY, low_y = INFINITY, high_x = -INFINITY, high_y = -INFINITY;
    for (const double x : {r.x, r.x + r.width})
        for (const double y : {r.y, r.y + r.height}) {
            const double px = m(0, 0) * x + m(0, 1) * y + m(0, 2);
            const double py = m(1, 0) * x + m(1, 1) * y + m(1, 2);
            low_x = std::min(low_x, px), high_x = std::max(high_x, px);
            low_y = std::min(low_y, py), high_y = std::max(high_y, py);
        }
    if (!(std::isfinite(low_x) && std::isfinite(low_y))) return {};
    const auto bound = [](double value, int size) {
        return static_cast<int>(std::lround(std::clamp(value, 0.0, static_cast<double>(size))));
    };
    const cv::Point from(bound(low_x, motion.now.cols), bound(low_y, motion.now.rows));
    const cv::Point to(bound(high_x, motion.now.cols), bound(high_y, motion.now.rows));
    return {from, to};
}

}  // namespace

cv_motion* cv_motion_new(void) { return new (std::nothrow) cv_motion; }
void cv_motion_free(cv_motion* motion) { delete motion; }

cv_status cv_motion_push(cv_motion* motion, const cv_frame* frame, cv_message message) {
    return guarded(message, [&] {
        const cv::Mat luma = frame->plane(0);
        const double k =
            std::min(1.0, static_cast<double>(kLongestSide) / std::max(luma.cols, luma.rows));
        cv::swap(motion->before, motion->now);
        cv::resize(luma, motion->now,
                   {std::max(1, static_cast<int>(std::lround(luma.cols * k))),
                    std::max(1, static_cast<int>(std::lround(luma.rows * k)))},
                   0, 0, cv::INTER_AREA);
        const auto& d = frame->display_to_stored;
        motion->to_small = d * k;
        motion->frames = motion->before.size() == motion->now.size() ? motion->frames + 1 : 1;
        if (motion->frames > 1) cv::absdiff(motion->before, motion->now, motion->changed);
        return CV_OK;
    });
}

float cv_motion_share(const cv_motion* motion, cv_rect region, const cv_rect* masked,
                      float threshold) {
    if (motion->frames < 2) return -1;
    const cv::Rect inside = reduced(*motion, region);
    const cv::Rect hidden = masked ? reduced(*motion, *masked) & inside : cv::Rect();
    const int pixels = inside.area() - hidden.area();
    if (pixels <= 0) return -1;
    int count = 0;
    for (int y = inside.y; y < inside.y + inside.height; ++y) {
        const uint8_t* row = motion->changed.ptr<uint8_t>(y);
        const bool cut = hidden.area() > 0 && y >= hidden.y && y < hidden.y + hidden.height;
        for (int x = inside.x; x < inside.x + inside.width; ++x) {
            if (cut && x >= hidden.x && x < hidden.x + hidden.width) continue;
            count += row[x] > threshold;
        }
    }
    return static_cast<float>(count) / pixels;
}
