#include "display.h"

#include <cmath>

namespace cvision {

Orientation orientation(const int32_t* matrix) {
    Orientation result;
    if (!matrix) return result;
    // x' = a x + c y, y' = b x + d y with y down.
    const double a = matrix[0], b = matrix[1], c = matrix[3], d = matrix[4];
    const double determinant = a * d - b * c;
    if (determinant == 0) return result;
    const bool reflects = determinant < 0;
    if (reflects && std::abs(a) >= std::abs(b) && a > 0) {
        result.reflection = CV_FLIPPED;
        return result;
    }
    if (reflects) result.reflection = CV_MIRROR_UNDONE;
    // The mirror changes the sign of x' only: the second row tells the turn.
    const int turns = static_cast<int>(std::lround(std::atan2(b, d) / (CV_PI / 2)));
    result.rotation = (turns + 4) % 4 * 90;
    return result;
}

double Display::width() const {
    return orientation.rotation % 180 ? stored_height : stored_width * pixel_aspect;
}

double Display::height() const {
    return orientation.rotation % 180 ? stored_width * pixel_aspect : stored_height;
}

cv::Matx23d Display::to_stored() const {
    const double k = 1 / pixel_aspect, w = stored_width, h = stored_height;
    if (orientation.reflection == CV_FLIPPED) return {k, 0, 0, 0, -1, h};
    switch (orientation.rotation) {
        case 90:
            return {0, k, 0, -1, 0, h};
        case 180:
            return {-k, 0, w, 0, -1, h};
        case 270:
            return {0, -k, w, 1, 0, 0};
        default:
            return {k, 0, 0, 0, 1, 0};
    }
}

cv::Matx23d fitted(const Display& picture, double width, double height) {
    const double scale = std::max(picture.width() / width, picture.height() / height);
    const double x = (picture.width() - width * scale) / 2;
    const double y = (picture.height() - height * scale) / 2;
    const cv::Matx23d m = picture.to_stored();
    return {m(0, 0) * scale, m(0, 1) * scale, m(0, 0) * x + m(0, 1) * y + m(0, 2),
            m(1, 0) * scale, m(1, 1) * scale, m(1, 0) * x + m(1, 1) * y + m(1, 2)};
}

}  // namespace cvision
