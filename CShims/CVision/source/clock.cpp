#include "clock.h"

#include <cmath>

namespace cvision {
namespace {

// Pauses up to this are taken as they are, seconds: AV_TIME_BASE's "dts_delta_threshold" of the
// ffmpeg program and the longest frame of ffplay in formats whose clock may jump.
constexpr double kAlwaysReal = 10;
// Pauses that nothing confirms and nothing contradicts, in formats whose clock may jump and in
// others, seconds; conventions.
constexpr double kRealWhereItJumps = 60, kRealElsewhere = 600;
// Sound heard in this share of a pause goes on through it; packets of sound are closer than this,
// seconds.
constexpr double kSounding = 0.8, kLongestSound = 1;

}  // namespace

double RecordingClock::time(int64_t stamp) const {
    double time = seconds(stamp) - traits_.origin + shift_;
    if (traits_.period > 0 && has_begun()) {
        const double near = last_ + std::remainder(time - last_, traits_.period);
        if (std::abs(near - time) > 1) time = near;
    }
    // The container's start is rounded to microseconds, which can put its first frame before it.
    return time < 0 && time > -CV_SHORTEST_STEP ? 0 : time;
}

bool RecordingClock::sounds(double pause) const {
    double heard = 0, before = NAN;
    for (const double each : heard_) {
        double ahead = each - traits_.origin + shift_ - last();
        if (traits_.period > 0) ahead = std::remainder(ahead, traits_.period);
        if (ahead < 0 || ahead > pause) continue;
        const double step = std::isnan(before) ? ahead : ahead - before;
        if (step > 0 && step <= kLongestSound) heard += step;
        before = ahead;
    }
    return heard >= kSounding * pause;
}

bool RecordingClock::is_real(double pause, double until, bool is_torn) const {
    if (pause <= kAlwaysReal || sounds(pause)) return true;
    if (traits_.may_jump) return !is_torn && pause <= kRealWhereItJumps;
    return pause <= kRealElsewhere || until <= traits_.declared + kAlwaysReal;
}

RecordingClock::Verdict RecordingClock::judge(int64_t stamp, bool is_torn) const {
    const double now = time(stamp);
    if (!std::isfinite(now)) return Verdict::damaged;
    const double step = now - last();
    if (!has_begun() && step < 0) return Verdict::before_start;
    if (has_begun() && step == 0) return Verdict::repeated;
    if (has_begun() && step > 0 && step < CV_SHORTEST_STEP) return Verdict::damaged;
    return step >= 0 && is_real(step, now, is_torn) ? Verdict::next : Verdict::doubtful;
}

bool RecordingClock::continues(int64_t from, int64_t stamp) const {
    double step = seconds(stamp) - seconds(from);
    if (traits_.period > 0) step = std::remainder(step, traits_.period);
    return step >= CV_SHORTEST_STEP && step <= kAlwaysReal;
}

double RecordingClock::take(int64_t stamp) {
    const double now = time(stamp), plain = seconds(stamp) - traits_.origin + shift_;
    // The clock has begun again from 0 in time.
    if (std::abs(now - plain) > 1) shift_ += now - plain;
    last_ = now;
    while (!heard_.empty() && heard_.front() - traits_.origin + shift_ < last_) heard_.pop_front();
    return now;
}

double RecordingClock::take_unstamped() { return last_ = has_begun() ? last_ + traits_.step : 0; }

double RecordingClock::restart(int64_t stamp, double& leap) {
    const double next = has_begun() ? last_ + traits_.step : 0;
    leap = seconds(stamp) - traits_.origin + shift_ - next;
    if (traits_.period > 0) leap = std::remainder(leap, traits_.period);
    shift_ += next - (seconds(stamp) - traits_.origin + shift_);
    heard_.clear();
    return last_ = next;
}

void RecordingClock::hear(double seconds) {
    // Sound of an hour without a picture; older sound says nothing new.
    constexpr size_t most = 1 << 18;
    heard_until_ = seconds - traits_.origin + shift_;
    heard_.push_back(seconds);
    if (heard_.size() > most) heard_.pop_front();
}

}  // namespace cvision
