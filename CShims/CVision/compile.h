#ifndef CVISION_COMPILE_H
#define CVISION_COMPILE_H

#include <openvino/openvino.hpp>
#include <vector>

#include "cvision.h"

namespace cvision {

// Compiles the network at `path` as often as there are slots, each for one thread and run on the
// caller's: nothing is handed to a thread of the library's and back. What was compiled is kept in
// `asked.cache`, if that is given, and taken from there the next time; trouble with the cache is
// no trouble. Throws what OpenVINO throws, and std::invalid_argument for a network without an image
// input.
std::vector<ov::CompiledModel> compile(const char* path, const cv_model_options& asked);

}  // namespace cvision

#endif
