// Starting a camera's stream and taking the newest frame from it.
#include <libv4l2.h>
#include <poll.h>
#include <sys/mman.h>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <ctime>

#include "camera.h"

using cvision::ask;
using cvision::camera_failure;
using cvision::fail;
using cvision::four_characters;
using cvision::guarded;

namespace {

constexpr uint32_t kBuffers = 4;
constexpr uint32_t kType = V4L2_BUF_TYPE_VIDEO_CAPTURE;
// A stamp further in the past than this, seconds, is not from CLOCK_MONOTONIC.
constexpr double kOldest = 60;

double monotonic_now() {
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// ---- Starting ---------------------------------------------------------------------------------

// An HDMI or DisplayPort input takes the timings of what is plugged in; others have none.
cv_status follow_signal(cv_camera& camera, cv_message message) {
    v4l2_input input{};
    int index = 0;
    if (!ask(camera.device, VIDIOC_G_INPUT, &index)) return CV_OK;
    input.index = static_cast<uint32_t>(index);
    if (!ask(camera.device, VIDIOC_ENUMINPUT, &input)) return CV_OK;
    if (!(input.capabilities & V4L2_IN_CAP_DV_TIMINGS)) return CV_OK;
    v4l2_dv_timings timings{};
    if (!ask(camera.device, VIDIOC_QUERY_DV_TIMINGS, &timings)) {
        if (errno == ENODATA || errno == ENOTTY) return CV_OK;
        return camera_failure(message, "its input has no signal", errno);
    }
    if (!ask(camera.device, VIDIOC_S_DV_TIMINGS, &timings))
        return camera_failure(message, "it refuses the timings of its own input", errno);
    return CV_OK;
}

cv_status set_format(cv_camera& camera, const cv_camera_setting& wanted, v4l2_format& format,
                     cv_message message) {
    format.type = kType;
    format.fmt.pix.pixelformat = wanted.format;
    format.fmt.pix.width = static_cast<uint32_t>(wanted.width);
    format.fmt.pix.height = static_cast<uint32_t>(wanted.height);
    format.fmt.pix.field = V4L2_FIELD_NONE;
    const std::string name = four_characters(wanted.format) + " " + std::to_string(wanted.width) +
                             "x" + std::to_string(wanted.height);
    if (!ask(camera.device, VIDIOC_S_FMT, &format))
        return camera_failure(message, "it refuses the format " + name, errno);
    const v4l2_pix_format& given = format.fmt.pix;
    if (given.pixelformat != wanted.format)
        return fail(CV_CAMERA_REFUSED, message,
                    "it gives " + four_characters(given.pixelformat) + " instead of " + name);
    if (given.field == V4L2_FIELD_ALTERNATE || given.field == V4L2_FIELD_TOP ||
        given.field == V4L2_FIELD_BOTTOM)
        return fail(CV_CAMERA_REFUSED, message, "it gives half pictures (single fields)");
    return CV_OK;
}

// Asks for a rate and gives the one that the driver keeps to, 0 when it does not say.
double set_rate(cv_camera& camera, double wanted) {
    v4l2_streamparm parameters{};
    parameters.type = kType;
    if (!ask(camera.device, VIDIOC_G_PARM, &parameters)) return 0;
    v4l2_fract& period = parameters.parm.capture.timeperframe;
    if (wanted > 0 && (parameters.parm.capture.capability & V4L2_CAP_TIMEPERFRAME)) {
        period.numerator = 1000;
        period.denominator = static_cast<uint32_t>(std::lround(wanted * 1000));
        if (!ask(camera.device, VIDIOC_S_PARM, &parameters) &&
            !ask(camera.device, VIDIOC_G_PARM, &parameters))
            return 0;
    }
    if (!period.numerator) return 0;
    return static_cast<double>(period.denominator) / period.numerator;
}

// Width of a pixel over its height; other than 1 only for analogue sources at full size.
double pixel_aspect(const cv_camera& camera, const v4l2_pix_format& format) {
    v4l2_cropcap crop{};
    crop.type = kType;
    if (!ask(camera.device, VIDIOC_CROPCAP, &crop)) return 1;
    if (crop.defrect.width != format.width || crop.defrect.height != format.height) return 1;
    // V4L2 gives height over width.
    const double aspect =
        crop.pixelaspect.numerator
            ? static_cast<double>(crop.pixelaspect.denominator) / crop.pixelaspect.numerator
            : 1;
    return aspect > 0.25 && aspect < 4 ? aspect : 1;
}

cv_picture_layout layout(const cv_camera& camera, const v4l2_pix_format& format) {
    cv_picture_layout layout{};
    layout.format = format.pixelformat;
    layout.width = static_cast<int>(format.width);
    layout.height = static_cast<int>(format.height);
    layout.bytes_per_row = static_cast<int>(format.bytesperline);
    uint32_t range = format.quantization, matrix = format.ycbcr_enc;
    if (range == V4L2_QUANTIZATION_DEFAULT)
        range = V4L2_MAP_QUANTIZATION_DEFAULT(false, format.colorspace, matrix);
    if (matrix == V4L2_YCBCR_ENC_DEFAULT) matrix = V4L2_MAP_YCBCR_ENC_DEFAULT(format.colorspace);
    layout.full_range = range == V4L2_QUANTIZATION_FULL_RANGE;
    layout.bt709 = matrix == V4L2_YCBCR_ENC_709 || matrix == V4L2_YCBCR_ENC_XV709;
    layout.pixel_aspect = pixel_aspect(camera, format);
    return layout;
}

cv_status queue(cv_camera& camera, uint32_t index, cv_message message) {
    v4l2_buffer buffer{};
    buffer.type = kType;
    buffer.memory = V4L2_MEMORY_MMAP;
    buffer.index = index;
    if (ask(camera.device, VIDIOC_QBUF, &buffer)) return CV_OK;
    return camera_failure(message, "it does not take a buffer (VIDIOC_QBUF)", errno);
}

// The same while the stream runs: a driver that refuses then has stopped.
cv_status give_back(cv_camera& camera, uint32_t index, cv_message message) {
    const cv_status status = queue(camera, index, message);
    return status == CV_CAMERA_REFUSED ? CV_CAMERA_STOPPED : status;
}

cv_status map_buffers(cv_camera& camera, cv_message message) {
    v4l2_requestbuffers request{};
    request.count = kBuffers;
    request.type = kType;
    request.memory = V4L2_MEMORY_MMAP;
    if (!ask(camera.device, VIDIOC_REQBUFS, &request))
        return camera_failure(message, "it gives no buffers (VIDIOC_REQBUFS)", errno);
    if (request.count < 2)
        return fail(CV_CAMERA_REFUSED, message, "it gives fewer than two buffers");
    for (uint32_t index = 0; index < request.count; ++index) {
        v4l2_buffer buffer{};
        buffer.type = kType;
        buffer.memory = V4L2_MEMORY_MMAP;
        buffer.index = index;
        if (!ask(camera.device, VIDIOC_QUERYBUF, &buffer))
            return camera_failure(message, "it does not describe a buffer", errno);
        void* start = v4l2_mmap(nullptr, buffer.length, PROT_READ | PROT_WRITE, MAP_SHARED,
                                camera.device, buffer.m.offset);
        if (start == MAP_FAILED) return camera_failure(message, "a buffer cannot be mapped", errno);
        camera.buffers.push_back({start, buffer.length});
    }
    return CV_OK;
}

cv_status start_stream(cv_camera& camera, cv_message message) {
    for (uint32_t index = 0; index < camera.buffers.size(); ++index) {
        const cv_status status = queue(camera, index, message);
        if (status != CV_OK) return status;
    }
    int type = kType;
    if (!ask(camera.device, VIDIOC_STREAMON, &type))
        return camera_failure(message, "its stream does not start (VIDIOC_STREAMON)", errno);
    camera.streaming = true;
    return CV_OK;
}

// ---- Reading ----------------------------------------------------------------------------------

// A frame that was dequeued and not yet given back.
struct Held {
    bool valid = false;
    uint32_t index = 0;
    size_t bytes = 0;
    uint32_t sequence = 0;
    double captured = 0;
};

// When the frame was captured: the kernel's stamp, or the present when it is on another clock.
double capture_time(const cv_camera& camera, const v4l2_buffer& buffer) {
    const double now = monotonic_now();
    const double stamp = static_cast<double>(buffer.timestamp.tv_sec) +
                         static_cast<double>(buffer.timestamp.tv_usec) * 1e-6;
    const bool kernels =
        (buffer.flags & V4L2_BUF_FLAG_TIMESTAMP_MASK) == V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
    const bool usable = kernels && stamp > camera.captured && stamp <= now && stamp > now - kOldest;
    return usable ? stamp : std::max(now, std::nextafter(camera.captured, INFINITY));
}

void count_missing(cv_camera& camera, uint32_t sequence) {
    // Numbers wrap around; one that goes back is a driver's new beginning, not four thousand
    // million lost frames.
    const auto step = static_cast<int32_t>(sequence - static_cast<uint32_t>(camera.sequence));
    if (camera.sequence >= 0 && step > 1) camera.dropped += step - 1;
    camera.sequence = sequence;
}

// Takes all frames that are ready and holds the newest sound one; the others go back to the driver.
cv_status take_newest(cv_camera& camera, Held& held, size_t& taken, cv_message message) {
    for (taken = 0;; ++taken) {
        v4l2_buffer buffer{};
        buffer.type = kType;
        buffer.memory = V4L2_MEMORY_MMAP;
        if (!ask(camera.device, VIDIOC_DQBUF, &buffer)) {
            if (errno == EAGAIN) return CV_OK;
            return camera_failure(message, "its stream has ended (VIDIOC_DQBUF)", errno);
        }
        count_missing(camera, buffer.sequence);
        const bool sound = !(buffer.flags & V4L2_BUF_FLAG_ERROR) && buffer.bytesused > 0 &&
                           buffer.index < camera.buffers.size();
        uint32_t back = buffer.index;
        if (sound) {
            if (held.valid) {
                ++camera.skipped;
                back = held.index;
            }
            const size_t bytes =
                std::min<size_t>(buffer.bytesused, camera.buffers[buffer.index].length);
            const bool was_holding = held.valid;
            held = {true, buffer.index, bytes, buffer.sequence, capture_time(camera, buffer)};
            camera.captured = held.captured;
            if (!was_holding) continue;
        } else {
            ++camera.damage;
        }
        const cv_status status = give_back(camera, back, message);
        if (status != CV_OK) return status;
    }
}

// Waits until a frame is ready; CV_NOTHING when `deadline` (CLOCK_MONOTONIC) passes before.
cv_status wait_until(cv_camera& camera, double deadline, cv_message message) {
    for (;;) {
        const double left = std::clamp(deadline - monotonic_now(), 0.0, 3600.0);
        pollfd watched{camera.device, POLLIN, 0};
        const int ready = poll(&watched, 1, static_cast<int>(std::ceil(left * 1000)));
        if (ready > 0) {
            // Why a stream has ended is what the next VIDIOC_DQBUF says.
            if (watched.revents & POLLIN) return CV_OK;
            v4l2_buffer buffer{};
            buffer.type = kType;
            buffer.memory = V4L2_MEMORY_MMAP;
            const int error = ask(camera.device, VIDIOC_DQBUF, &buffer) ? EIO : errno;
            return camera_failure(message, "its stream has ended", error == EAGAIN ? EIO : error);
        }
        if (ready < 0 && errno != EINTR)
            return camera_failure(message, "waiting for a frame failed", errno);
        if (monotonic_now() >= deadline) return CV_NOTHING;
    }
}

// Copies the held frame out and gives its buffer back.
cv_status hand_over(cv_camera& camera, const Held& held, cv_frame& frame, cv_camera_frame& taken,
                    cv_message message) {
    const auto* bytes = static_cast<const uint8_t*>(camera.buffers[held.index].start);
    const cv_status status = cv_unpacker_fill(camera.unpacker, bytes, held.bytes, &frame, message);
    const cv_status queued = give_back(camera, held.index, message);
    if (queued != CV_OK) return queued;
    if (status == CV_DAMAGED) ++camera.damage;
    if (status != CV_OK) return status;
    taken = {held.captured, held.sequence, camera.skipped, camera.dropped};
    camera.skipped = camera.dropped = 0;
    return CV_OK;
}

// True when every buffer was full and the newest is old: the driver had nowhere to put what came
// after it, and the next frame will be newer by more than the time it takes to come.
bool is_stale(const cv_camera& camera, const Held& held, size_t taken) {
    return taken >= camera.buffers.size() && camera.period > 0 &&
           monotonic_now() - held.captured > 2 * camera.period;
}

cv_status read_newest(cv_camera& camera, cv_frame& frame, double deadline, cv_camera_frame& out,
                      cv_message message) {
    bool may_pass_over = true;
    for (;;) {
        Held held;
        size_t taken = 0;
        cv_status status = take_newest(camera, held, taken, message);
        if (status != CV_OK) return status;
        if (held.valid && may_pass_over && is_stale(camera, held, taken)) {
            may_pass_over = false;
            ++camera.skipped;
            status = give_back(camera, held.index, message);
            if (status != CV_OK) return status;
        } else if (held.valid) {
            status = hand_over(camera, held, frame, out, message);
            if (status != CV_DAMAGED) return status;
        }
        status = wait_until(camera, deadline, message);
        if (status != CV_OK) return status;
    }
}

}  // namespace

cv_camera::~cv_camera() {
    if (device >= 0) {
        int type = kType;
        if (streaming) ask(device, VIDIOC_STREAMOFF, &type);
        for (const Buffer& buffer : buffers) v4l2_munmap(buffer.start, buffer.length);
        v4l2_close(device);
    }
    cv_unpacker_free(unpacker);
}

cv_status cv_camera_configure(cv_camera* camera, cv_camera_setting* setting, double* width,
                              double* height, cv_message message) {
    return guarded(message, [&] {
        if (camera->unpacker) return fail(CV_FAILED, message, "it is configured already");
        v4l2_format format{};
        cv_status status = follow_signal(*camera, message);
        if (status == CV_OK) status = set_format(*camera, *setting, format, message);
        if (status != CV_OK) return status;
        setting->rate = set_rate(*camera, setting->rate);
        setting->width = static_cast<int>(format.fmt.pix.width);
        setting->height = static_cast<int>(format.fmt.pix.height);
        camera->period = setting->rate > 0 ? 1 / setting->rate : 0;
        cv_picture_layout picture = layout(*camera, format.fmt.pix);
        if (!(*width > 0 && *height > 0)) {
            *width = picture.width * picture.pixel_aspect;
            *height = picture.height;
        }
        picture.display_width = *width;
        picture.display_height = *height;
        status = cv_unpacker_new(&picture, &camera->unpacker, message);
        return status == CV_OK ? map_buffers(*camera, message) : status;
    });
}

cv_status cv_camera_start(cv_camera* camera, cv_message message) {
    return guarded(message, [&] {
        if (camera->buffers.empty()) return fail(CV_FAILED, message, "it is not configured");
        if (camera->streaming) return fail(CV_FAILED, message, "its stream is running already");
        return start_stream(*camera, message);
    });
}

cv_status cv_camera_read(cv_camera* camera, cv_frame* frame, double seconds, cv_camera_frame* taken,
                         cv_message message) {
    return guarded(message, [&] {
        if (!camera->streaming) return fail(CV_FAILED, message, "its stream is not running");
        return read_newest(*camera, *frame, monotonic_now() + seconds, *taken, message);
    });
}
