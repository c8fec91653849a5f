// Shared by the files about cameras.
#ifndef CVISION_CAMERA_H
#define CVISION_CAMERA_H

#if !__has_include(<libv4l2.h>)
#error "libv4l2 is not set up: run `make setup` first"
#endif

#include <linux/videodev2.h>

#include <string>
#include <vector>

#include "internal.h"

namespace cvision {

// Calls the device until no signal interrupts; false when it refuses, with errno set.
bool ask(int device, unsigned long request, void* argument);
// A status for the error number of a failed call.
cv_status camera_status(int error);
// Writes `what`, the error number in words, and gives the number's status.
cv_status camera_failure(cv_message message, const std::string& what, int error);
// The four characters of a pixel format, as in "MJPG".
std::string four_characters(uint32_t format);
// What a device offers, as its driver tells.
std::vector<cv_camera_mode> camera_modes(int device);

}  // namespace cvision

struct cv_camera {
    int device = -1;
    cv_camera_info info{};
    std::vector<cv_camera_mode> modes;

    // A buffer of the driver's, mapped into this process.
    struct Buffer {
        void* start = nullptr;
        size_t length = 0;
    };
    std::vector<Buffer> buffers;
    bool streaming = false;
    cv_unpacker* unpacker = nullptr;
    // Seconds from frame to frame as the driver says; 0 when it does not.
    double period = 0;
    // Of the last frame that was dequeued: what it is numbered, and when it was captured.
    int64_t sequence = -1;
    double captured = 0;
    int64_t damage = 0;
    // Counted since the last frame that was handed over.
    int64_t skipped = 0, dropped = 0;

    cv_camera() = default;
    cv_camera(const cv_camera&) = delete;
    cv_camera& operator=(const cv_camera&) = delete;
    ~cv_camera();
};

#endif
