// When a file was recorded, as far as it says.
#ifndef CVISION_STAMPS_H
#define CVISION_STAMPS_H

#include "internal.h"

namespace cvision {

// `origin`: the container's time at which players start to count, seconds. `rate`: frames per
// second.
cv_stamps stamps_of(const AVFormatContext* container, double origin, double rate);

}  // namespace cvision

#endif
