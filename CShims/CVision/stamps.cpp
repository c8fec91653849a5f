#include "stamps.h"

extern "C" {
#include <libavutil/parseutils.h>
#include <libavutil/timecode.h>
}

#include <cmath>

namespace cvision {

namespace {

// What a tag says, of the file or else of any stream; null when nobody says it.
const char* tag(const AVFormatContext* container, const char* key) {
    if (const auto* entry = av_dict_get(container->metadata, key, nullptr, 0)) return entry->value;
    for (unsigned i = 0; i < container->nb_streams; ++i)
        if (const auto* entry = av_dict_get(container->streams[i]->metadata, key, nullptr, 0))
            return entry->value;
    return nullptr;
}

// Seconds since 1970; NAN when the file does not say.
double created(const AVFormatContext* container) {
    // A clock that was never set begins with the year of some standard.
    constexpr double oldest = 631152000;  // 1990
    int64_t microseconds = 0;
    const char* text = tag(container, "creation_time");
    if (!text || av_parse_time(&microseconds, text, 0) < 0) return NAN;
    const double seconds = static_cast<double>(microseconds) / 1e6;
    return seconds >= oldest ? seconds : NAN;
}

}  // namespace

cv_stamps stamps_of(const AVFormatContext* container, double origin, double rate) {
    cv_stamps stamps{origin, created(container), NAN, 0};
    const char* text = tag(container, "timecode");
    const AVRational frames = av_d2q(rate, 100000);
    AVTimecode code{};
    if (!text || frames.num <= 0 || frames.den <= 0 ||
        av_timecode_init_from_string(&code, frames, text, nullptr) < 0)
        return stamps;
    stamps.timecode = code.start / av_q2d(frames);
    const bool drops = (code.flags & AV_TIMECODE_FLAG_DROPFRAME) != 0;
    const double day = 86400.0 * std::lround(rate);
    stamps.timecode_day = (drops ? day * 0.999 : day) / av_q2d(frames);
    return stamps;
}

}  // namespace cvision
