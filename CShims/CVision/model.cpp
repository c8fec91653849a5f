#include <memory>
#include <openvino/core/preprocess/pre_post_process.hpp>
#include <openvino/openvino.hpp>
#include <vector>

#include "internal.h"
#include "warp.h"
#include "worker.h"

using cvision::fail;
using cvision::guarded;

namespace {

// One for the process: it owns the plugins and their threads.
ov::Core& core() {
    static ov::Core shared = [] {
        // The cores belong to inference; OpenCV's own threads would only get in its way.
        cv::setNumThreads(1);
        return ov::Core();
    }();
    return shared;
}

// One request in flight: what it looks at, and the thread that copies, infers and waits.
struct Slot {
    Slot(ov::InferRequest r, int w, int h, bool black)
        : request(std::move(r)), width(w), height(h), black_border(black) {}

    mutable ov::InferRequest request;
    const int width, height;
    const bool black_border;
    cv_frame frame;  // A reference of its own, so that the caller may refill theirs.
    cv_region region{};
    cv_rect clip{};
    bool clipped = false;
    cvision::WarpScratch scratch;
    cvision::Worker worker{[this] { work(); }};  // Last: it uses all of the above.

    void work() {
        cvision::warp_region(frame, region, clipped ? &clip : nullptr, black_border, width, height,
                             scratch, request.get_input_tensor().data<uint8_t>());
        request.infer();
    }
};

// The same network with only the outputs that are wanted, so that the rest is never computed.
std::shared_ptr<ov::Model> keep_outputs(const std::shared_ptr<ov::Model>& model, const int* outputs,
                                        int count) {
    ov::ResultVector kept;
    for (int i = 0; i < count; ++i) kept.push_back(model->get_results().at(outputs[i]));
    return std::make_shared<ov::Model>(kept, model->get_parameters());
}

// Takes bytes, and scales them inside the graph, on the request's own thread.
void take_bytes(std::shared_ptr<ov::Model>& model, float mean, float deviation) {
    ov::preprocess::PrePostProcessor steps(model);
    steps.input().tensor().set_element_type(ov::element::u8);
    steps.input()
        .preprocess()
        .convert_element_type(ov::element::f32)
        .mean(mean * 255)
        .scale(deviation * 255);
    model = steps.build();
}

}  // namespace

struct cv_model {
    ov::CompiledModel compiled;
    std::vector<std::unique_ptr<Slot>> slots;
    int width = 0, height = 0;
};

cv_status cv_model_load(const char* path, const cv_model_options* options, cv_model** out,
                        cv_message message) {
    *out = nullptr;
    return guarded(message, [&] {
        auto network = core().read_model(path);
        network = keep_outputs(network, options->outputs, options->output_count);
        const ov::Shape shape = network->input().get_shape();
        if (shape.size() != 4 || shape[3] != 3)
            return fail(CV_FAILED, message, "the model has no image input");
        take_bytes(network, options->mean, options->deviation);
        ov::AnyMap settings{
            {ov::num_streams.name(), ov::streams::Num(options->slots)},
            {ov::inference_num_threads.name(), options->slots},
            {ov::hint::enable_cpu_pinning.name(), false},
        };
        if (options->single_precision)
            settings[ov::hint::inference_precision.name()] = ov::element::f32;
        auto model = std::make_unique<cv_model>();
        model->compiled = core().compile_model(network, "CPU", settings);
        model->height = static_cast<int>(shape[1]);
        model->width = static_cast<int>(shape[2]);
        for (int i = 0; i < options->slots; ++i)
            model->slots.push_back(std::make_unique<Slot>(model->compiled.create_infer_request(),
                                                          model->width, model->height,
                                                          options->black_border != 0));
        *out = model.release();
        return CV_OK;
    });
}

void cv_model_input(const cv_model* model, int* width, int* height) {
    *width = model->width;
    *height = model->height;
}

cv_status cv_model_start(cv_model* model, int index, const cv_frame* frame, cv_region region,
                         const cv_rect* clip, cv_message message) {
    return guarded(message, [&] {
        Slot& slot = *model->slots.at(index);
        slot.worker.wait();
        av_frame_unref(slot.frame.picture);
        if (av_frame_ref(slot.frame.picture, frame->picture) < 0)
            return fail(CV_FAILED, message, "out of memory");
        slot.frame.display_to_stored = frame->display_to_stored;
        slot.frame.width = frame->width;
        slot.frame.height = frame->height;
        slot.region = region;
        slot.clipped = clip != nullptr;
        if (clip) slot.clip = *clip;
        slot.worker.start();
        return CV_OK;
    });
}

cv_status cv_model_wait(cv_model* model, int index, cv_message message) {
    return guarded(message, [&] {
        model->slots.at(index)->worker.wait();
        return CV_OK;
    });
}

const float* cv_model_output(const cv_model* model, int slot, int index, size_t* count) {
    try {
        const ov::Tensor tensor = model->slots.at(slot)->request.get_output_tensor(index);
        *count = tensor.get_size();
        return tensor.data<float>();
    } catch (...) {
        *count = 0;
        return nullptr;
    }
}

void cv_model_precision(const cv_model* model, cv_message name) {
    guarded(name, [&] {
        const auto type = model->compiled.get_property(ov::hint::inference_precision);
        return fail(CV_OK, name, type.get_type_name());
    });
}

void cv_model_free(cv_model* model) { delete model; }
const char* cv_default_models(void) { return CV_DEFAULT_MODELS; }
