#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "internal.h"

using cvision::guarded;

struct cv_motion {
    // The newest pictures and how each differs from the one before, the newest first: what was
    // begun can be finished when the next picture is there already.
    std::array<cv::Mat, CV_MOTION_AGES + 1> pictures;
    std::array<cv::Mat, CV_MOTION_AGES> changes;
    std::array<cv::Mat, CV_MOTION_MARKS> remembered;
    // Mean absolute difference per block of the last comparison; kept for its memory.
    mutable std::vector<float> blocks, beyond;
    // From display pixels to pixels of each reduced picture, along each axis of the stored one.
    std::array<cv::Matx23d, CV_MOTION_AGES + 1> to_small;
    // Pictures of its size that came one after the other up to each; 0 where there is none.
    std::array<int, CV_MOTION_AGES + 1> streaks{};

    bool has(int age) const {
        return age >= 0 && age < CV_MOTION_AGES && streaks[static_cast<size_t>(age)] > 0;
    }
    bool has_before(int age) const { return has(age) && streaks[static_cast<size_t>(age)] > 1; }
    const cv::Mat& picture(int age) const { return pictures[static_cast<size_t>(age)]; }
};

namespace {

// Long enough to see a hand move, short enough that averaging removes the sensor's noise.
constexpr int kLongestSide = 320;

// The rectangle's bounding box in the reduced picture, cut to it.
cv::Rect reduced(const cv_motion& motion, int age, cv_rect r) {
    const auto& m = motion.to_small[static_cast<size_t>(age)];
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
    const cv::Point from(bound(low_x, motion.picture(age).cols),
                         bound(low_y, motion.picture(age).rows));
    const cv::Point to(bound(high_x, motion.picture(age).cols),
                       bound(high_y, motion.picture(age).rows));
    return {from, to};
}

// Side of a block in reduced pixels: some 12 pixels of a picture 960 wide, about a fifth of a head.
constexpr int kBlock = 4;

// Of the picture: less background tells nothing of the camera.
constexpr float kLeastBackground = 0.05F;
// Of a place: fewer edges may be noise.
constexpr float kLeastEdges = 0.004F;
// Of fewer places nothing can be said of all.
constexpr int kLeastPlaces = 4;

// Places of the picture along each side.
constexpr int kCells = 4;

// Every second pixel of every second row is looked at: an edge is two pixels wide.
constexpr int kStride = 2;

// How many pixels of a kind there are, and how many of them changed.
struct Moved {
    int count = 0, moved = 0;
    float share() const { return static_cast<float>(moved) / static_cast<float>(count); }
};

// Which share of the edges moved in three quarters of the places with edges, at least `least` of
// them: a screen or a window behind the people moves those of its own place alone. 0 of too few.
float common(const Moved* edges, float least) {
    float shares[kCells * kCells];
    int count = 0;
    for (int cell = 0; cell < kCells * kCells; ++cell)
        if (static_cast<float>(edges[cell].count) >= least) shares[count++] = edges[cell].share();
    if (count < kLeastPlaces) return 0;
    std::sort(shares, shares + count);
    return shares[count / 4];
}

float block_difference(const cv::Mat& a, const cv::Mat& b, int x, int y) {
    int sum = 0;
    for (int row = y; row < y + kBlock; ++row) {
        const uint8_t* p = a.ptr<uint8_t>(row) + x;
        const uint8_t* q = b.ptr<uint8_t>(row) + x;
        for (int i = 0; i < kBlock; ++i) sum += std::abs(p[i] - q[i]);
    }
    return static_cast<float>(sum) / (kBlock * kBlock);
}

}  // namespace

cv_motion* cv_motion_new(void) { return new (std::nothrow) cv_motion; }
void cv_motion_free(cv_motion* motion) { delete motion; }

cv_status cv_motion_push(cv_motion* motion, const cv_frame* frame, cv_message message) {
    return guarded(message, [&] {
        const cv::Mat luma = frame->plane(0);
        const double k =
            std::min(1.0, static_cast<double>(kLongestSide) / std::max(luma.cols, luma.rows));
        std::rotate(motion->pictures.begin(), motion->pictures.end() - 1, motion->pictures.end());
        std::rotate(motion->changes.begin(), motion->changes.end() - 1, motion->changes.end());
        std::rotate(motion->to_small.begin(), motion->to_small.end() - 1, motion->to_small.end());
        std::rotate(motion->streaks.begin(), motion->streaks.end() - 1, motion->streaks.end());
        cv::Mat& now = motion->pictures[0];
        cv::resize(luma, now,
                   {std::max(1, static_cast<int>(std::lround(luma.cols * k))),
                    std::max(1, static_cast<int>(std::lround(luma.rows * k)))},
                   0, 0, cv::INTER_AREA);
        motion->to_small[0] = frame->display_to_stored * k;
        const cv::Mat& before = motion->picture(1);
        motion->streaks[0] = before.size() == now.size() ? motion->streaks[1] + 1 : 1;
        if (motion->streaks[0] > 1) cv::absdiff(before, now, motion->changes[0]);
        motion->blocks.reserve(now.total() / (kBlock * kBlock));
        return CV_OK;
    });
}

float cv_motion_share(const cv_motion* motion, int age, cv_rect region, const cv_rect* masked,
                      float threshold) {
    if (!motion->has_before(age)) return -1;
    const cv::Rect inside = reduced(*motion, age, region);
    const cv::Rect hidden = masked ? reduced(*motion, age, *masked) & inside : cv::Rect();
    const int pixels = inside.area() - hidden.area();
    if (pixels <= 0) return -1;
    const cv::Mat& changed = motion->changes[static_cast<size_t>(age)];
    int count = 0;
    for (int y = inside.y; y < inside.y + inside.height; ++y) {
        const uint8_t* row = changed.ptr<uint8_t>(y);
        const bool cut = hidden.area() > 0 && y >= hidden.y && y < hidden.y + hidden.height;
        for (int x = inside.x; x < inside.x + inside.width; ++x) {
            if (cut && x >= hidden.x && x < hidden.x + hidden.width) continue;
            count += row[x] > threshold;
        }
    }
    return static_cast<float>(count) / static_cast<float>(pixels);
}

float cv_motion_background(const cv_motion* motion, int age, const cv_rect* part,
                           const cv_rect* people, int count, float threshold) {
    if (!motion->has_before(age)) return -1;
    cv::Rect hidden[2];
    const int hidden_count = std::clamp(count, 0, 2);
    for (int i = 0; i < hidden_count; ++i) hidden[i] = reduced(*motion, age, people[i]);
    const cv::Mat& before = motion->picture(age + 1);
    const cv::Mat& changed = motion->changes[static_cast<size_t>(age)];
    // Without its rim, whose pixels have no neighbours.
    const cv::Rect whole(1, 1, changed.cols - 2, changed.rows - 2);
    const cv::Rect inside = part ? reduced(*motion, age, *part) & whole : whole;
    Moved all;
    Moved upright[kCells * kCells], level[kCells * kCells];
    const int cell_width = inside.width / kCells + 1, cell_height = inside.height / kCells + 1;
    for (int y = inside.y; y < inside.y + inside.height; y += kStride) {
        const uint8_t* p = before.ptr<uint8_t>(y);
        const uint8_t* above = before.ptr<uint8_t>(y - 1);
        const uint8_t* below = before.ptr<uint8_t>(y + 1);
        const uint8_t* c = changed.ptr<uint8_t>(y);
        const uint8_t* c_above = changed.ptr<uint8_t>(y - 1);
        const uint8_t* c_below = changed.ptr<uint8_t>(y + 1);
        // Columns of people in this row.
        int from[2] = {0, 0}, to[2] = {0, 0};
        for (int i = 0; i < hidden_count; ++i)
            if (y >= hidden[i].y && y < hidden[i].y + hidden[i].height)
                from[i] = hidden[i].x, to[i] = hidden[i].x + hidden[i].width;
        // So steep that a step of one pixel changes it by more than the threshold.
        const int limit = static_cast<int>(threshold), slope = 2 * limit;
        const int row = (y - inside.y) / cell_height * kCells;
        for (int x = inside.x; x < inside.x + inside.width; x += kStride) {
            if ((x >= from[0] && x < to[0]) || (x >= from[1] && x < to[1])) continue;
            const bool here = c[x] > limit;
            all.count += 1, all.moved += here;
            const int across = p[x + 1] - p[x - 1], down = below[x] - above[x];
            const int cell = row + (x - inside.x) / cell_width;
            // Upright edges move with a step to a side, level ones with a step up or down.
            if (across > slope || across < -slope) {
                upright[cell].count += 1;
                upright[cell].moved += here || c[x - 1] > limit || c[x + 1] > limit;
            }
            if (down > slope || down < -slope) {
                level[cell].count += 1;
                level[cell].moved += here || c_above[x] > limit || c_below[x] > limit;
            }
        }
    }
    const float background = static_cast<float>(all.count);
    const float looked = static_cast<float>(inside.area()) / (kStride * kStride);
    if (all.count == 0 || background < looked * kLeastBackground) return -1;
    const float least = looked * kLeastEdges / (kCells * kCells);
    return std::max({all.share(), common(upright, least), common(level, least)});
}

float cv_motion_likeness(const cv_motion* motion, int age, cv_rect region) {
    if (!motion->has_before(age)) return NAN;
    const cv::Rect inside = reduced(*motion, age, region);
    if (inside.area() <= 0) return NAN;
    const cv::Mat& now = motion->picture(age);
    const cv::Mat& before = motion->picture(age + 1);
    double a = 0, b = 0, aa = 0, bb = 0, ab = 0;
    for (int y = inside.y; y < inside.y + inside.height; ++y) {
        const uint8_t* p = before.ptr<uint8_t>(y);
        const uint8_t* q = now.ptr<uint8_t>(y);
        for (int x = inside.x; x < inside.x + inside.width; ++x) {
            a += p[x], b += q[x];
            aa += p[x] * p[x], bb += q[x] * q[x], ab += p[x] * q[x];
        }
    }
    const double n = inside.area();
    const double spread = (aa - a * a / n) * (bb - b * b / n);
    return spread > 0 ? static_cast<float>((ab - a * b / n) / std::sqrt(spread)) : NAN;
}

cv_status cv_motion_remember(cv_motion* motion, int age, int mark, cv_message message) {
    return guarded(message, [&] {
        if (motion->has(age))
            motion->picture(age).copyTo(motion->remembered.at(static_cast<size_t>(mark)));
        return CV_OK;
    });
}

float cv_motion_change(const cv_motion* motion, int age, int mark, cv_rect region, float noise) {
    if (mark < 0 || mark >= CV_MOTION_MARKS || !motion->has(age)) return INFINITY;
    const cv::Mat& then = motion->remembered[static_cast<size_t>(mark)];
    const cv::Mat& now = motion->picture(age);
    if (then.empty() || then.size() != now.size()) return INFINITY;
    const cv::Rect inside = reduced(*motion, age, region);
    auto& blocks = motion->blocks;
    blocks.clear();
    for (int y = inside.y; y + kBlock <= inside.y + inside.height; y += kBlock)
        for (int x = inside.x; x + kBlock <= inside.x + inside.width; x += kBlock)
            blocks.push_back(block_difference(then, now, x, y));
    if (blocks.empty()) return INFINITY;
    const float most = *std::max_element(blocks.begin(), blocks.end());
    const auto middle = blocks.begin() + static_cast<std::ptrdiff_t>(blocks.size() / 2);
    std::nth_element(blocks.begin(), middle, blocks.end());
    return most - std::min(*middle, noise);
}

float cv_motion_stray(const cv_motion* motion, int from, int to, cv_rect region, float threshold,
                      float noise) {
    if (from <= to || !motion->has(to) || !motion->has(from)) return -1;
    if (motion->streaks[static_cast<size_t>(to)] <= from - to) return -1;
    const cv::Rect inside = reduced(*motion, to, region);
    const cv::Mat& first = motion->picture(from);
    const cv::Mat& last = motion->picture(to);
    float most = 0;
    for (int age = to + 1; age < from; ++age) {
        const cv::Mat& between = motion->picture(age);
        // How unlike both ends each block is, and beyond what the two differ.
        auto& blocks = motion->blocks;
        auto& beyond = motion->beyond;
        blocks.clear(), beyond.clear();
        for (int y = inside.y; y + kBlock <= inside.y + inside.height; y += kBlock)
            for (int x = inside.x; x + kBlock <= inside.x + inside.width; x += kBlock) {
                const float unlike = std::min(block_difference(first, between, x, y),
                                              block_difference(between, last, x, y));
                blocks.push_back(unlike);
                beyond.push_back(unlike - block_difference(first, last, x, y));
            }
        if (blocks.empty()) return -1;
        const auto middle = blocks.begin() + static_cast<std::ptrdiff_t>(blocks.size() / 2);
        std::nth_element(blocks.begin(), middle, blocks.end());
        const float limit = threshold + std::min(*middle, noise);
        const auto strays = std::count_if(beyond.begin(), beyond.end(),
                                          [limit](float value) { return value > limit; });
        most = std::max(most, static_cast<float>(strays) / static_cast<float>(beyond.size()));
    }
    return most;
}
