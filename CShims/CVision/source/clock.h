// One time axis for a recording whose own clock may restart, jump or wrap.
#ifndef CVISION_CLOCK_H
#define CVISION_CLOCK_H

#include <deque>
#include <limits>

#include "../internal.h"

namespace cvision {

// What a container says of its clock.
struct ClockTraits {
    // Seconds of a tick, and of the first moment that a player shows.
    double tick = 0, origin = 0;
    // Seconds after which the timestamps begin again from 0; 0 when they do not.
    double period = 0;
    // Seconds from one frame to the next, as far as known.
    double step = 0.04;
    // The length that the container declares, seconds; 0 when it does not.
    double declared = 0;
    // The format allows for timestamps that jump, as transport streams do.
    bool may_jump = false;
};

// Turns timestamps into times that only rise.
//
// A real pause keeps its length; where the clock itself breaks, time goes on by one frame. A pause
// is real when it is no longer than 10 s, when sound goes on through it, or when the container
// declares a length that reaches beyond it. Otherwise it depends on the format: in one whose clock
// may jump (ffplay shows the next frame at once after 10 s) it is real up to a minute, if no packet
// is missing there; in any other up to 10 minutes. A timestamp before the last one is a break.
class RecordingClock {
  public:
    explicit RecordingClock(const ClockTraits& traits) : traits_(traits) {}

    enum class Verdict { next, repeated, damaged, before_start, doubtful };

    // What to make of a timestamp after the last one that was taken.
    Verdict judge(int64_t stamp, bool is_torn) const;
    // Whether one timestamp goes on from another one of the same clock.
    bool continues(int64_t from, int64_t stamp) const;
    // The time of a timestamp that was judged to be next.
    double take(int64_t stamp);
    // The time of a frame without a timestamp.
    double take_unstamped();
    // The time of the first timestamp of another clock: one frame on. `leap` becomes by how much
    // the clock leapt, seconds.
    double restart(int64_t stamp, double& leap);
    // Tells of sound, by which pauses are known.
    void hear(double seconds);
    // Seconds of a timestamp in ticks.
    double seconds(int64_t stamp) const { return static_cast<double>(stamp) * traits_.tick; }
    // Until when sound was heard, seconds of the recording.
    double heard_until() const { return heard_until_; }
    void set_tick(double tick) { traits_.tick = tick; }

  private:
    double time(int64_t stamp) const;
    bool is_real(double pause, double until, bool is_torn) const;
    bool sounds(double pause) const;
    bool has_begun() const { return last_ > -std::numeric_limits<double>::infinity(); }
    double last() const { return has_begun() ? last_ : 0; }

    ClockTraits traits_;
    // Added to the container's time.
    double shift_ = 0;
    double last_ = -std::numeric_limits<double>::infinity();
    // When sound was heard since the last frame, seconds of the container's clock.
    std::deque<double> heard_;
    double heard_until_ = 0;
};

}  // namespace cvision

#endif
