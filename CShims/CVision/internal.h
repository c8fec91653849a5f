// Shared by the C++ files behind cvision.h.
#ifndef CVISION_INTERNAL_H
#define CVISION_INTERNAL_H

#if !__has_include(<openvino/openvino.hpp>)
#error "OpenVINO is not set up: run `make setup` first"
#endif
#if !__has_include(<opencv2/imgproc.hpp>) || !__has_include(<libavformat/avformat.h>)
#error "OpenCV or FFmpeg is not set up: run `make setup` first"
#endif

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>
}

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <opencv2/core.hpp>
#include <string>

#include "cvision.h"

namespace cvision {

// Writes one line into the caller's buffer and hands the status back.
inline cv_status fail(cv_status status, cv_message message, const std::string& text) {
    if (message.text && message.capacity) {
        std::snprintf(message.text, message.capacity, "%s", text.c_str());
        for (char* c = message.text; *c; ++c)
            if (*c == '\n' || *c == '\r') *c = ' ';
    }
    return status;
}

// Runs `body` and turns whatever it throws into a status.
template <typename Body>
cv_status guarded(cv_message message, Body&& body) {
    try {
        return body();
    } catch (const std::exception& error) {
        return fail(CV_FAILED, message, error.what());
    } catch (...) {
        return fail(CV_FAILED, message, "unknown error");
    }
}

// What libav says of an error number.
std::string reason(int error);

// A media file, read through its descriptor; files that it names are not followed.
struct Container {
    int file = -1;
    // Where in the file it reads, and whether the descriptor is another's.
    int64_t place = 0;
    bool borrows = false;
    AVIOContext* input = nullptr;
    AVFormatContext* context = nullptr;

    Container() = default;
    Container(const Container&) = delete;
    Container& operator=(const Container&) = delete;
    ~Container();

    // Opens it and finds its streams. The descriptor is the container's, also when that fails.
    cv_status open(int descriptor, const char* name, cv_message message);
    // The time at which players start to count, seconds.
    double origin() const;
    // Bytes of the file, or of its first part where another of the same format was copied to its
    // end.
    int64_t size() const;
    int64_t first_part() const;
    // Leaves the packets of all but these streams unread.
    void keep_only(int stream, int other = -1);
    AVFormatContext* get() const { return context; }
    AVFormatContext* operator->() const { return context; }
};

// True when every plane of a libav pixel format holds one sample per byte and is YUV or grey.
bool planar_8_bit(int format);

}  // namespace cvision

// A planar 8-bit YUV or grey picture and the way from display to stored pixels.
struct cv_frame {
    AVFrame* picture = av_frame_alloc();
    // Stored = display_to_stored * (x, y, 1).
    cv::Matx23d display_to_stored = cv::Matx23d(1, 0, 0, 0, 1, 0);
    double width = 0, height = 0;
    cv_break broken{};

    cv_frame() = default;
    cv_frame(const cv_frame&) = delete;
    cv_frame& operator=(const cv_frame&) = delete;
    ~cv_frame() { av_frame_free(&picture); }

    // Plane 0 is luma; 1 and 2 are chroma and empty for grey pictures. No pixel is copied.
    cv::Mat plane(int index) const;
    // Shows the other's picture too; false when out of memory.
    bool share(const cv_frame& other);
    // How many times smaller than luma a chroma plane is.
    double chroma_x() const;
    double chroma_y() const;
    bool full_range() const;
};

#endif
