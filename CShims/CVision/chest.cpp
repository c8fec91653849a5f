// How far the surface in a box has moved up or down between two pictures, by gradient least squares
// (Lucas & Kanade 1981) with the vertical shift alone.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "internal.h"

using cvision::guarded;

namespace {

// Larger boxes are averaged down to about this many pixels across: shifts of a twentieth of a pixel
// are found by the many pixels, not by small ones.
constexpr int kWidest = 160;
// Fewer pixels along a side say nothing of a shift.
constexpr int kLeast = 8;
// Where grey values change by less than this from row to row, root mean square, there is nothing to
// see move: half of what noise of one grey value alone would make after smoothing.
constexpr double kPlain = 0.1;

// The grey values in a box as they are shown, upright, averaged down and smoothed.
struct Patch {
    // In the stored picture, and the size of that picture; whole blocks.
    cv::Rect place;
    cv::Size picture;
    // Stored pixels along the side of a block.
    int block = 1;
    // Display pixels per row.
    double row_height = 1;
    int width = 0, height = 0;
    std::vector<float> grey;

    bool empty() const { return grey.empty(); }
    const float* row(int y) const { return grey.data() + static_cast<size_t>(y) * width; }
};

// The box in the stored picture; empty unless most of it is in sight.
cv::Rect stored(const cv_frame& frame, const cv::Size& picture, cv_rect box) {
    const auto& m = frame.display_to_stored;
    const double ax = m(0, 0) * box.x + m(0, 1) * box.y + m(0, 2);
    const double ay = m(1, 0) * box.x + m(1, 1) * box.y + m(1, 2);
    const double bx = m(0, 0) * (box.x + box.width) + m(0, 1) * (box.y + box.height) + m(0, 2);
    const double by = m(1, 0) * (box.x + box.width) + m(1, 1) * (box.y + box.height) + m(1, 2);
    const double limit = 1e6;
    if (!(std::abs(ax) < limit && std::abs(ay) < limit && std::abs(bx) < limit &&
          std::abs(by) < limit))
        return {};
    const cv::Rect whole(cv::Point(static_cast<int>(std::lround(std::min(ax, bx))),
                                   static_cast<int>(std::lround(std::min(ay, by)))),
                         cv::Point(static_cast<int>(std::lround(std::max(ax, bx))),
                                   static_cast<int>(std::lround(std::max(ay, by)))));
    const cv::Rect seen = whole & cv::Rect({}, picture);
    return 2 * static_cast<int64_t>(seen.area()) > whole.area() ? seen : cv::Rect();
}

// One pass of [1 2 1] / 4 along rows and columns, in place; the rim repeats.
void smooth(Patch& patch, std::vector<float>& line) {
    const int w = patch.width, h = patch.height;
    line.resize(static_cast<size_t>(w));
    for (int y = 0; y < h; ++y) {
        float* p = patch.grey.data() + static_cast<size_t>(y) * w;
        float before = p[0];
        for (int x = 0; x < w; ++x) {
            const float here = p[x], after = x + 1 < w ? p[x + 1] : here;
            p[x] = (before + 2 * here + after) / 4;
            before = here;
        }
    }
    std::copy_n(patch.grey.data(), w, line.data());
    for (int y = 0; y < h; ++y) {
        float* p = patch.grey.data() + static_cast<size_t>(y) * w;
        const float* below = y + 1 < h ? p + w : p;
        for (int x = 0; x < w; ++x) {
            const float here = p[x];
            p[x] = (line[static_cast<size_t>(x)] + 2 * here + below[x]) / 4;
            line[static_cast<size_t>(x)] = here;
        }
    }
}

// Fills the patch with what the frame shows at its place; false when the picture is of another
// size.
bool fill(Patch& patch, const cv_frame& frame, std::vector<float>& line) {
    const cv::Mat luma = frame.plane(0);
    if (luma.size() != patch.picture) return false;
    const auto& m = frame.display_to_stored;
    const bool turned = std::abs(m(0, 1)) > std::abs(m(1, 1));
    const bool flip_x = (turned ? m(1, 0) : m(0, 0)) < 0;
    const bool flip_y = (turned ? m(0, 1) : m(1, 1)) < 0;
    const int k = patch.block;
    const float scale = 1.0F / static_cast<float>(k * k);
    for (int y = 0; y < patch.height; ++y)
        for (int x = 0; x < patch.width; ++x) {
            const int along = flip_x ? patch.width - 1 - x : x;
            const int down = flip_y ? patch.height - 1 - y : y;
            const int left = patch.place.x + k * (turned ? down : along);
            const int top = patch.place.y + k * (turned ? along : down);
            int sum = 0;
            for (int i = 0; i < k; ++i) {
                const uint8_t* p = luma.ptr<uint8_t>(top + i) + left;
                for (int j = 0; j < k; ++j) sum += p[j];
            }
            patch.grey[static_cast<size_t>(y) * patch.width + static_cast<size_t>(x)] =
                scale * static_cast<float>(sum);
        }
    smooth(patch, line);
    return true;
}

// Lays the patch on a box; empty where that is too small or mostly out of sight.
void lay(Patch& patch, const cv_frame& frame, cv_rect box) {
    const cv::Mat luma = frame.plane(0);
    const auto& m = frame.display_to_stored;
    const bool turned = std::abs(m(0, 1)) > std::abs(m(1, 1));
    patch.picture = luma.size();
    patch.place = stored(frame, luma.size(), box);
    const int across = turned ? patch.place.height : patch.place.width;
    const int down = turned ? patch.place.width : patch.place.height;
    patch.block = std::max(1, across / kWidest);
    patch.width = across / patch.block;
    patch.height = down / patch.block;
    const double scale = std::abs(turned ? m(0, 1) : m(1, 1));
    patch.row_height = patch.block / scale;
    if (patch.width < 2 * kLeast || patch.height < kLeast || !(scale > 0))
        patch.width = patch.height = 0;
    patch.grey.resize(static_cast<size_t>(patch.width) * static_cast<size_t>(patch.height));
}

// How far the columns from `from` to before `to` have moved up from `a` to `b`, rows; NaN where
// there is nothing to see move.
//
// Grey values grow by (rows moved up) x (slope downward), and by what the light did to all of them.
// Only the steeper places count, by the mean of both pictures: elsewhere noise makes shifts too
// small.
double rise(const Patch& a, const Patch& b, int from, int to) {
    const int w = a.width;
    const auto slope = [&](const float* p, const float* q, int x) {
        return (p[x + w] - p[x - w] + q[x + w] - q[x - w]) / 4;
    };
    double steepness = 0, energy = 0;
    for (int y = 1; y + 1 < a.height; ++y) {
        const float *p = a.row(y), *q = b.row(y);
        for (int x = from; x < to; ++x) {
            const double s = slope(p, q, x);
            steepness += std::abs(s), energy += s * s;
        }
    }
    const int all = (a.height - 2) * (to - from);
    if (all <= 0 || !(energy > kPlain * kPlain * all)) return NAN;
    const float least = static_cast<float>(steepness / all);
    double n = 0, ss = 0, s = 0, st = 0, t = 0;
    for (int y = 1; y + 1 < a.height; ++y) {
        const float *p = a.row(y), *q = b.row(y);
        for (int x = from; x < to; ++x) {
            const float g = slope(p, q, x);
            if (std::abs(g) < least) continue;
            const double d = static_cast<double>(q[x]) - p[x];
            n += 1, s += g, ss += static_cast<double>(g) * g, t += d, st += g * d;
        }
    }
    const double spread = n * ss - s * s;
    return spread > 0 ? (n * st - s * t) / spread : NAN;
}

}  // namespace

struct cv_chest {
    // What was remembered, and room for the picture that it is held against.
    Patch then, now;
    std::vector<float> line;
};

cv_chest* cv_chest_new(void) { return new (std::nothrow) cv_chest; }
void cv_chest_free(cv_chest* chest) { delete chest; }

cv_status cv_chest_remember(cv_chest* chest, const cv_frame* frame, cv_rect box,
                            cv_message message) {
    return guarded(message, [&] {
        lay(chest->then, *frame, box);
        if (!chest->then.empty()) fill(chest->then, *frame, chest->line);
        return CV_OK;
    });
}

cv_status cv_chest_rise(cv_chest* chest, const cv_frame* frame, float* left, float* right,
                        cv_message message) {
    *left = *right = NAN;
    return guarded(message, [&] {
        const Patch& then = chest->then;
        if (then.empty()) return CV_OK;
        Patch& now = chest->now;
        now.place = then.place, now.picture = then.picture, now.block = then.block;
        now.row_height = then.row_height, now.width = then.width, now.height = then.height;
        now.grey.resize(then.grey.size());
        if (!fill(now, *frame, chest->line)) return CV_OK;
        const int middle = then.width / 2;
        *left = static_cast<float>(then.row_height * rise(then, now, 0, middle));
        *right = static_cast<float>(then.row_height * rise(then, now, middle, then.width));
        return CV_OK;
    });
}
