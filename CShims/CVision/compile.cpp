#include "compile.h"

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <opencv2/core.hpp>
#include <openvino/core/preprocess/pre_post_process.hpp>
#include <sstream>
#include <stdexcept>

namespace cvision {
namespace {

// One for the process: it owns the plugins.
ov::Core& core() {
    static ov::Core shared = [] {
        // The cores belong to inference; OpenCV's own threads would only get in its way.
        cv::setNumThreads(1);
        return ov::Core();
    }();
    return shared;
}

ov::AnyMap settings(const cv_model_options& options) {
    ov::AnyMap settings{
        {ov::num_streams.name(), ov::streams::Num(0)},
        {ov::inference_num_threads.name(), 1},
        {ov::hint::enable_cpu_pinning.name(), false},
    };
    if (options.single_precision) settings[ov::hint::inference_precision.name()] = ov::element::f32;
    return settings;
}

// The network with only the outputs that are wanted, so that the rest is never computed, and with
// bytes for its input, which are scaled inside the graph.
std::shared_ptr<ov::Model> read(const char* path, const cv_model_options& options) {
    const auto whole = core().read_model(path);
    ov::ResultVector kept;
    for (int i = 0; i < options.output_count; ++i)
        kept.push_back(whole->get_results().at(static_cast<size_t>(options.outputs[i])));
    auto network = std::make_shared<ov::Model>(kept, whole->get_parameters());
    const ov::Shape shape = network->input().get_shape();
    if (shape.size() != 4 || shape[3] != 3)
        throw std::invalid_argument("the model has no image input");
    ov::preprocess::PrePostProcessor steps(network);
    steps.input().tensor().set_element_type(ov::element::u8);
    steps.input()
        .preprocess()
        .convert_element_type(ov::element::f32)
        .mean(options.mean * 255)
        .scale(options.deviation * 255);
    return steps.build();
}

// Everything that a compiled network depends on: the bytes of the file, what is made of them, the
// library and the processor.
std::string fingerprint(const cv_model_options& options) {
    std::ostringstream text;
    text << options.digest << ' ' << options.mean << ' ' << options.deviation << ' '
         << options.single_precision;
    for (int i = 0; i < options.output_count; ++i) text << ' ' << options.outputs[i];
    text << ' ' << ov::get_openvino_version().buildNumber << ' '
         << core().get_property("CPU", ov::device::full_name);
    for (const auto& ability : core().get_property("CPU", ov::device::capabilities))
        text << ' ' << ability;
    return text.str();
}

std::string cache_file(const cv_model_options& options) {
    if (!options.cache || !options.digest) return {};
    char name[32];
    std::snprintf(name, sizeof name, "/%016zx.model",
                  std::hash<std::string>{}(fingerprint(options)));
    return options.cache + std::string(name);
}

// What stands before a compiled network in its file: the library takes damaged weights for good
// ones and would give other landmarks without a word.
std::string seal(const std::string& bytes) {
    char text[24];
    const int length =
        std::snprintf(text, sizeof text, "attune %016zx", std::hash<std::string>{}(bytes));
    return {text, static_cast<size_t>(length)};
}

// What was compiled before; empty when there is none, or when it is not as it was saved.
std::string load(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return {};
    std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    const size_t length = seal({}).size();
    if (bytes.size() <= length) return {};
    const std::string found = bytes.substr(0, length);
    bytes.erase(0, length);
    return seal(bytes) == found ? bytes : std::string();
}

// Keeps what was compiled; the file appears whole or not at all.
void save(const std::string& file, const std::string& bytes) {
    const std::string beside = file + '.' + std::to_string(getpid());
    std::ofstream out(beside, std::ios::binary);
    out << seal(bytes);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out || std::rename(beside.c_str(), file.c_str()) != 0) std::remove(beside.c_str());
}

ov::CompiledModel import(const std::string& bytes, const cv_model_options& options) {
    std::istringstream in(bytes);
    return core().import_model(in, "CPU", settings(options));
}

}  // namespace

std::vector<ov::CompiledModel> compile(const char* path, const cv_model_options& options) {
    std::vector<ov::CompiledModel> models;
    const std::string file = cache_file(options);
    std::string bytes = file.empty() ? std::string() : load(file);
    if (!bytes.empty()) try {
            models.push_back(import(bytes, options));
        } catch (const std::exception&) {
            bytes.clear();  // Of another build: made again below.
        }
    if (models.empty()) {
        models.push_back(core().compile_model(read(path, options), "CPU", settings(options)));
        std::ostringstream out;
        models.front().export_model(out);
        bytes = out.str();
        if (!file.empty()) save(file, bytes);
    }
    while (models.size() < static_cast<size_t>(options.slots))
        models.push_back(import(bytes, options));
    return models;
}

}  // namespace cvision
