#ifndef CVISION_COMPILE_H
#define CVISION_COMPILE_H

#include <openvino/openvino.hpp>

#include "cvision.h"

namespace cvision {

// Compiles the network at `path` for as many inferences at once as there are slots, each on one
// thread of the library's; they share the weights. What was compiled is kept in `asked.cache`, if
// that is given, and taken from there the next time; trouble with the cache is no trouble. Throws
// what OpenVINO throws, and std::invalid_argument for a network without an image input.
ov::CompiledModel compile(const char* path, const cv_model_options& asked);

}  // namespace cvision

#endif
