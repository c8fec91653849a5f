#include "fields.h"

namespace cvision {
namespace {

// A line is out of place when it differs from both neighbours by more than this, grey values of
// 255: beyond the noise of sensors and of compression.
constexpr int kComb = 12;
// Pixels in ten thousand that combs take when somebody moves, and how many at least; conventions.
// In whole pictures of real rooms there are fewer than 3.
constexpr int kShare = 4, kFewest = 24;
// A fine pattern that moves also alternates from every second line to the next, which lines of one
// half-picture do not: combs must be so many times more frequent.
constexpr int kExcess = 4;

inline int apart(int a, int b) { return a > b ? a - b : b - a; }

// Pixels of a line that differ from both neighbours in the same direction, while lines of the same
// parity agree over five lines.
// What stood still is no comb but a fine pattern: `before` is the line a picture earlier.
int combs(const uint8_t* line, const uint8_t* before, std::ptrdiff_t step,
          std::ptrdiff_t step_before, int width) {
    const uint8_t* under_before = before + step_before;
    const uint8_t *a = line - 2 * step, *b = line - step, *d = line + step, *e = line + 2 * step;
    int count = 0;
    for (int x = 0; x < width; ++x) {
        const int here = line[x];
        const int over = here - b[x], under = here - d[x];
        const bool is_out = (over > kComb && under > kComb) || (over < -kComb && under < -kComb);
        const int own = apart(a[x], here) + apart(e[x], here), other = apart(b[x], d[x]);
        const bool has_moved =
            apart(before[x], here) > kComb || apart(under_before[x], d[x]) > kComb;
        count += is_out && has_moved && own < std::abs(over) && 2 * other < std::abs(over);
    }
    return count;
}

}  // namespace

bool is_combed(const AVFrame* picture, const AVFrame* before) {
    constexpr int every = 8;
    if (picture->height < 32 || picture->linesize[0] <= 0 || before->linesize[0] <= 0) return false;
    if (before->width != picture->width || before->height != picture->height ||
        before->format != picture->format)
        return false;
    int64_t found = 0, usual = 0, seen = 0;
    for (int y = 8; y + 8 < picture->height; y += every) {
        const std::ptrdiff_t row = y, step = picture->linesize[0];
        const uint8_t* line = picture->data[0] + row * step;
        const uint8_t* earlier = before->data[0] + row * before->linesize[0];
        const std::ptrdiff_t down = before->linesize[0];
        found += combs(line, earlier, step, down, picture->width);
        usual += combs(line, earlier, 2 * step, 2 * down, picture->width);
        seen += picture->width;
    }
    return found >= kFewest && found * 10000 > seen * kShare && found > kExcess * usual;
}

bool join_fields(AVFrame* picture, int earlier) {
    if (av_frame_make_writable(picture) < 0) return false;
    const auto* format = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(picture->format));
    for (int plane = 0; plane < format->nb_components && picture->data[plane]; ++plane) {
        const int height = AV_CEIL_RSHIFT(picture->height, plane ? format->log2_chroma_h : 0);
        const int width = AV_CEIL_RSHIFT(picture->width, plane ? format->log2_chroma_w : 0);
        const std::ptrdiff_t step = picture->linesize[plane];
        for (int y = 1 - earlier; y < height; y += 2) {
            uint8_t* line = picture->data[plane] + y * step;
            const uint8_t* over = y > 0 ? line - step : line + step;
            const uint8_t* under = y + 1 < height ? line + step : over;
            for (int x = 0; x < width; ++x) {
                const int low = std::min(over[x], under[x]), high = std::max(over[x], under[x]);
                const bool fits = line[x] + kComb >= low && line[x] - kComb <= high;
                if (!fits) line[x] = static_cast<uint8_t>((over[x] + under[x] + 1) / 2);
            }
        }
    }
    return true;
}

}  // namespace cvision
