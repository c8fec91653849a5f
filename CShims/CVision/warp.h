#ifndef CVISION_WARP_H
#define CVISION_WARP_H

#include "internal.h"

namespace cvision {

// Scratch planes of one request, kept so that no frame allocates.
struct WarpScratch {
    cv::Mat luma, blue, red;
};

// Samples `region` of the frame into `rgb` (height x width x 3 bytes), the picture cut at `clip` if
// there is one. Colour is converted on the region only, never on the whole frame.
void warp_region(const cv_frame& frame, cv_region region, const cv_rect* clip, bool black_border,
                 int width, int height, WarpScratch& scratch, uint8_t* rgb);

// Raises the contrast of `rgb` (height x width x 3 bytes) place by place: histograms of its
// lightness are levelled in each of 4 x 4 tiles, clipped at 3 times their mean (CLAHE, Zuiderveld
// 1994).
void relight(int width, int height, uint8_t* rgb);

}  // namespace cvision

#endif
