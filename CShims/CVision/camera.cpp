// Opening a V4L2 device, and what it offers.
#include "camera.h"

#include <fcntl.h>
#include <libv4l2.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <cerrno>
#include <cstring>
#include <memory>

using cvision::ask;
using cvision::camera_failure;
using cvision::fail;
using cvision::guarded;

namespace cvision {

bool ask(int device, unsigned long request, void* argument) {
    int result;
    do result = v4l2_ioctl(device, request, argument);
    while (result < 0 && errno == EINTR);
    return result >= 0;
}

cv_status camera_status(int error) {
    switch (error) {
        case ENOENT:
        case ENXIO:
            return CV_CAMERA_MISSING;
        case ENODEV:
            return CV_CAMERA_LOST;
        case EACCES:
        case EPERM:
            return CV_CAMERA_DENIED;
        case EBUSY:
            return CV_CAMERA_BUSY;
        case EIO:
        case EPIPE:
            return CV_CAMERA_STOPPED;
        case ENOLINK:
        case ENOLCK:
            return CV_CAMERA_NO_SIGNAL;
        case ENOMEM:
        case EMFILE:
        case ENFILE:
            return CV_FAILED;
        default:
            return CV_CAMERA_REFUSED;
    }
}

cv_status camera_failure(cv_message message, const std::string& what, int error) {
    return fail(camera_status(error), message, what + ": " + strerror(error));
}

std::string four_characters(uint32_t format) {
    std::string text;
    for (int shift = 0; shift < 32; shift += 8) {
        const char c = static_cast<char>(format >> shift & 0x7F);
        text += c >= ' ' && c < 0x7F ? c : '?';
    }
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

}  // namespace cvision

namespace {

constexpr int kMostEntries = 256;  // No driver has more; one that never ends its list is cut short.

double rate(v4l2_fract period) {
    return period.numerator ? static_cast<double>(period.denominator) / period.numerator : 0;
}

// Adds the mode with every rate that the driver names for it.
void add_rates(int device, cv_camera_mode mode, std::vector<cv_camera_mode>& modes) {
    v4l2_frmivalenum interval{};
    interval.pixel_format = mode.format;
    interval.width = static_cast<uint32_t>(mode.max_width);
    interval.height = static_cast<uint32_t>(mode.max_height);
    bool any = false;
    for (; interval.index < kMostEntries && ask(device, VIDIOC_ENUM_FRAMEINTERVALS, &interval);
         ++interval.index) {
        any = true;
        if (interval.type == V4L2_FRMIVAL_TYPE_DISCRETE) {
            mode.min_rate = mode.max_rate = rate(interval.discrete);
            modes.push_back(mode);
            continue;
        }
        mode.min_rate = rate(interval.stepwise.max);
        mode.max_rate = rate(interval.stepwise.min);
        modes.push_back(mode);
        break;
    }
    if (!any) modes.push_back(mode);
}

// Adds the format with every size that the driver names for it.
void add_sizes(int device, cv_camera_mode mode, std::vector<cv_camera_mode>& modes) {
    v4l2_frmsizeenum size{};
    size.pixel_format = mode.format;
    bool any = false;
    const auto number = [](uint32_t value) {
        return static_cast<int>(std::min<uint32_t>(value, 1 << 16));
    };
    for (; size.index < kMostEntries && ask(device, VIDIOC_ENUM_FRAMESIZES, &size); ++size.index) {
        any = true;
        if (size.type == V4L2_FRMSIZE_TYPE_DISCRETE) {
            mode.min_width = mode.max_width = number(size.discrete.width);
            mode.min_height = mode.max_height = number(size.discrete.height);
            mode.step_width = mode.step_height = 1;
            add_rates(device, mode, modes);
            continue;
        }
        mode.min_width = number(size.stepwise.min_width);
        mode.max_width = number(size.stepwise.max_width);
        mode.step_width = std::max(1, number(size.stepwise.step_width));
        mode.min_height = number(size.stepwise.min_height);
        mode.max_height = number(size.stepwise.max_height);
        mode.step_height = std::max(1, number(size.stepwise.step_height));
        add_rates(device, mode, modes);
        break;
    }
    if (!any) modes.push_back(mode);
}

void copy_text(char* to, size_t room, const uint8_t* from, size_t count) {
    const size_t length = strnlen(reinterpret_cast<const char*>(from), std::min(count, room - 1));
    std::memcpy(to, from, length);
    to[length] = 0;
}

cv_status check_device(const char* path, cv_message message) {
    struct stat status {};
    if (stat(path, &status) < 0) return camera_failure(message, "it cannot be found", errno);
    constexpr unsigned video_major = 81;  // Documentation/admin-guide/devices.txt
    if (!S_ISCHR(status.st_mode) || major(status.st_rdev) != video_major)
        return fail(CV_CAMERA_UNSUITABLE, message, "it is not a video device");
    return CV_OK;
}

cv_status check_capabilities(cv_camera& camera, cv_message message) {
    v4l2_capability found{};
    if (!ask(camera.device, VIDIOC_QUERYCAP, &found))
        return camera_failure(message, "it does not say what it is", errno);
    copy_text(camera.info.name, sizeof camera.info.name, found.card, sizeof found.card);
    copy_text(camera.info.driver, sizeof camera.info.driver, found.driver, sizeof found.driver);
    copy_text(camera.info.bus, sizeof camera.info.bus, found.bus_info, sizeof found.bus_info);
    const uint32_t can =
        found.capabilities & V4L2_CAP_DEVICE_CAPS ? found.device_caps : found.capabilities;
    if (!(can & V4L2_CAP_VIDEO_CAPTURE))
        return fail(CV_CAMERA_UNSUITABLE, message, "it does not capture pictures");
    if (!(can & V4L2_CAP_STREAMING))
        return fail(CV_CAMERA_UNSUITABLE, message, "it has no streaming interface");
    return CV_OK;
}

// Silences libv4l2 on standard error: this program reports errors itself.
void silence_libv4l2() {
    static FILE* nowhere = fopen("/dev/null", "we");
    if (nowhere) v4l2_log_file = nowhere;
}

}  // namespace

std::vector<cv_camera_mode> cvision::camera_modes(int device) {
    std::vector<cv_camera_mode> modes;
    v4l2_fmtdesc format{};
    format.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    for (; format.index < kMostEntries && ask(device, VIDIOC_ENUM_FMT, &format); ++format.index) {
        cv_camera_mode mode{};
        mode.format = format.pixelformat;
        mode.emulated = (format.flags & V4L2_FMT_FLAG_EMULATED) != 0;
        add_sizes(device, mode, modes);
    }
    return modes;
}

cv_status cv_camera_open(const char* path, cv_camera** out, cv_message message) {
    *out = nullptr;
    return guarded(message, [&] {
        silence_libv4l2();
        cv_status status = check_device(path, message);
        if (status != CV_OK) return status;
        auto camera = std::make_unique<cv_camera>();
        camera->device = v4l2_open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
        if (camera->device < 0)
            return errno == ENODEV ? fail(CV_CAMERA_MISSING, message, strerror(errno))
                                   : camera_failure(message, "it cannot be opened", errno);
        status = check_capabilities(*camera, message);
        if (status != CV_OK) return status;
        camera->modes = cvision::camera_modes(camera->device);
        *out = camera.release();
        return CV_OK;
    });
}

void cv_camera_describe(const cv_camera* camera, cv_camera_info* info) { *info = camera->info; }

const cv_camera_mode* cv_camera_modes(const cv_camera* camera, size_t* count) {
    *count = camera->modes.size();
    return camera->modes.data();
}

int64_t cv_camera_damage(const cv_camera* camera) { return camera->damage; }
void cv_camera_close(cv_camera* camera) { delete camera; }
