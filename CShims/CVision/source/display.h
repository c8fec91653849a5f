// From the stored picture to the upright one with square pixels.
#ifndef CVISION_DISPLAY_H
#define CVISION_DISPLAY_H

#include "../internal.h"

namespace cvision {

// How a display matrix turns and reflects, and what of the reflection is kept.
struct Orientation {
    // Degrees clockwise (0, 90, 180, 270) that the stored picture is turned for display.
    int rotation = 0;
    cv_reflection reflection = CV_UNREFLECTED;

    bool operator==(const Orientation& other) const {
        return rotation == other.rotation && reflection == other.reflection;
    }
};

// Reads a display matrix (nine numbers of libav), nearest to a quarter turn.
//
// Of the eight ways that a picture can lie, four are turns. The other four also reflect. The one
// that only exchanges top and bottom is a picture whose rows are stored from the bottom up: it is
// done. The other three are mirrored from left to right after their turn, as telephones do with the
// front camera: the turn is done and the mirror is left out, so that left stays left.
Orientation orientation(const int32_t* matrix);

// A picture that is stored with this size, pixel aspect and orientation.
struct Display {
    double stored_width = 0, stored_height = 0, pixel_aspect = 1;
    Orientation orientation;

    double width() const;
    double height() const;
    // From display pixels to stored pixels. Width is stretched, never height, so that no line is
    // lost.
    cv::Matx23d to_stored() const;
    bool operator==(const Display& other) const {
        return stored_width == other.stored_width && stored_height == other.stored_height &&
               std::abs(pixel_aspect - other.pixel_aspect) < 1e-3 * pixel_aspect &&
               orientation == other.orientation;
    }
};

// From a display of `width` x `height` to the stored pixels of a picture that is shown in its
// middle, as large as it fits and undistorted.
cv::Matx23d fitted(const Display& picture, double width, double height);

}  // namespace cvision

#endif
