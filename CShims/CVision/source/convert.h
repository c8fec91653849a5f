// Pictures of any format as planar ones of 8 bits.
#ifndef CVISION_CONVERT_H
#define CVISION_CONVERT_H

#include "../internal.h"

namespace cvision {

// Keeps its memory from one picture to the next.
class Converter {
  public:
    Converter() = default;
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;
    ~Converter() { sws_freeContext(scaler_); }

    // Moves `from` into `to`: as it is when its planes hold 8 bits, else converted. Pictures of a
    // high dynamic range are brought to the usual one.
    cv_status convert(AVFrame* from, AVFrame* to, cv_message message);

  private:
    SwsContext* scaler_ = nullptr;
};

}  // namespace cvision

#endif
