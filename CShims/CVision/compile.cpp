#include "compile.h"

#ifdef __x86_64__
#include <cpuid.h>
#endif
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <opencv2/core.hpp>
#include <openvino/core/preprocess/pre_post_process.hpp>
#include <sstream>
#include <stdexcept>
#include <vector>

extern "C" {
#include <libavutil/mem.h>
#include <libavutil/sha.h>
}

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

// Whether the processor infers faster in bfloat16 than in single precision, by what it is: not by a
// timing, which would make two runs on one machine differ. Measured for a body, single precision
// over bfloat16:
//
//   Intel with AVX512_BF16 and AMX          bfloat16 by far: a tile multiplies 16 by 32 numbers at
//   once Intel with AVX512_BF16 and without AMX  0.77 (11.7 and 15.1 ms): two AVX512 units, one of
//   them for bfloat16 AMD Zen 4 and later (AVX512_BF16)       1.5 any other bfloat16 is emulated or
//   not there
//
// Intel SDM 2A, CPUID: leaf 7, subleaf 0, EDX 22 is AMX-BF16; subleaf 1, EAX 5 is AVX512_BF16.
bool gains_from_bfloat16() {
#ifdef __x86_64__
    unsigned a = 0, b = 0, c = 0, d = 0;
    if (!__get_cpuid(0, &a, &b, &c, &d)) return false;
    const bool amd = b == signature_AMD_ebx && c == signature_AMD_ecx && d == signature_AMD_edx;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return false;
    if (d & (1u << 22)) return true;
    return amd && __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a & (1u << 5));
#else
    return false;
#endif
}

ov::AnyMap settings(const cv_model_options& options) {
    ov::AnyMap settings{
        {ov::num_streams.name(), ov::streams::Num(options.slots)},
        {ov::inference_num_threads.name(), options.slots},
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

// SHA-256 as hexadecimal digits.
std::string sha256(const std::string& first, const std::string& second = {}) {
    const std::unique_ptr<AVSHA, void (*)(void*)> hash(av_sha_alloc(), av_free);
    if (!hash || av_sha_init(hash.get(), 256) < 0) throw std::bad_alloc();
    for (const std::string* part : {&first, &second})
        av_sha_update(hash.get(), reinterpret_cast<const uint8_t*>(part->data()), part->size());
    uint8_t digest[32];
    av_sha_final(hash.get(), digest);
    std::string text;
    for (const uint8_t byte : digest) {
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 15];
    }
    return text;
}

std::string cache_file(const cv_model_options& options) {
    if (!options.cache || !options.digest) return {};
    return std::string(options.cache) + '/' + sha256(fingerprint(options)) + ".model";
}

// What stands before a compiled network in its file: that it is the one of this network, and whole.
// The library takes damaged weights for good ones and would give other landmarks without a word.
std::string seal(const std::string& own, const std::string& bytes) {
    return "attune " + sha256(own + '\n', bytes);
}

struct Descriptor {
    int number;
    explicit Descriptor(int opened) : number(opened) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number >= 0) close(number);
    }
};

// True for a file that nobody else could have written: compiled networks are code that is run.
bool is_own(int file) {
    struct stat status {};
    return fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == geteuid() &&
           (status.st_mode & (S_IWGRP | S_IWOTH)) == 0 && status.st_nlink == 1;
}

// What was compiled before; empty when there is none, or when it is not as it was saved, or not by
// this user.
std::string load(const std::string& path, const std::string& own) {
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (file.number < 0 || !is_own(file.number)) return {};
    std::string bytes;
    std::vector<char> piece(1 << 20);
    ssize_t count = 0;
    while ((count = ::read(file.number, piece.data(), piece.size())) > 0)
        bytes.append(piece.data(), static_cast<size_t>(count));
    const size_t length = seal({}, {}).size();
    if (count < 0 || bytes.size() <= length) return {};
    const std::string found = bytes.substr(0, length);
    bytes.erase(0, length);
    return seal(own, bytes) == found ? bytes : std::string();
}

bool write_all(int file, const std::string& bytes) {
    size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t count = ::write(file, bytes.data() + done, bytes.size() - done);
        if (count <= 0) return false;
        done += static_cast<size_t>(count);
    }
    return true;
}

// Keeps what was compiled; the file appears whole or not at all.
void save(const std::string& path, const std::string& own, const std::string& bytes) {
    const std::string beside = path + '.' + std::to_string(getpid());
    unlink(beside.c_str());
    bool is_whole = false;
    {
        const Descriptor file(
            open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
        if (file.number < 0) return;
        is_whole = write_all(file.number, seal(own, bytes)) && write_all(file.number, bytes);
    }
    if (!is_whole || std::rename(beside.c_str(), path.c_str()) != 0) unlink(beside.c_str());
}

ov::CompiledModel import(const std::string& bytes, const cv_model_options& options) {
    std::istringstream in(bytes);
    return core().import_model(in, "CPU", settings(options));
}

}  // namespace

ov::CompiledModel compile(const char* path, const cv_model_options& asked) {
    cv_model_options options = asked;
    options.single_precision = asked.single_precision || !gains_from_bfloat16();
    const std::string file = cache_file(options);
    const std::string own = file.empty() ? std::string() : fingerprint(options);
    const std::string kept = file.empty() ? std::string() : load(file, own);
    if (!kept.empty()) try {
            return import(kept, options);
        } catch (const std::exception&) {
            // Of another build: made again below.
        }
    ov::CompiledModel model = core().compile_model(read(path, options), "CPU", settings(options));
    if (!file.empty()) {
        std::ostringstream out;
        model.export_model(out);
        save(file, own, out.str());
    }
    return model;
}

}  // namespace cvision
