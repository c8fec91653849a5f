// Which of a file's video streams is the recording.
#ifndef CVISION_STREAMS_H
#define CVISION_STREAMS_H

#include <functional>
#include <memory>

#include "../internal.h"

namespace cvision {

// Opens the same file a second time, from its beginning; null when that fails.
using OpenAgain = std::function<std::unique_ptr<Container>()>;

struct StreamChoice {
    // Index in the container; negative when there is none.
    int index = -1;
    // Its number among the moving pictures, from 1, and how many of them there are.
    int number = 0, count = 0;
    // Pictures that stand still: covers, thumbnails.
    int stills = 0;
    // The moving pictures as words: `1: 1920x1080 h264, 2: 640x480 h264`.
    std::string words;
};

// Takes stream `wanted` (from 1), or with 0 the one that players show: the first that is marked as
// the usual one, else the first. Covers and thumbnails are passed over; where a format does not
// mark them they are known by having one picture only, which is looked up with `again`.
StreamChoice choose_stream(AVFormatContext* container, int wanted, const OpenAgain& again);

}  // namespace cvision

#endif
