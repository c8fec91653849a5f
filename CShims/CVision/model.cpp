#include <dlfcn.h>
#include <malloc.h>

#include <memory>
#include <vector>

#include "compile.h"
#include "internal.h"
#include "warp.h"
#include "worker.h"

using cvision::fail;
using cvision::guarded;

namespace {

// One request in flight: what it looks at, and the thread that copies, has it inferred and waits.
struct Slot {
    Slot(ov::InferRequest r, int w, int h, bool black)
        : request(std::move(r)), width(w), height(h), black_border(black) {}

    mutable ov::InferRequest request;
    const int width, height;
    const bool black_border;
    cv_frame frame;  // A reference of its own, so that the caller may refill theirs.
    cv_region region{};
    cv_rect clip{};
    bool clipped = false, relit = false;
    cvision::WarpScratch scratch;
    cvision::Worker worker{[this] { work(); }};  // Last: it uses all of the above.

    void work() {
        auto* rgb = request.get_input_tensor().data<uint8_t>();
        cvision::warp_region(frame, region, clipped ? &clip : nullptr, black_border, width, height,
                             scratch, rgb);
        if (relit) cvision::relight(width, height, rgb);
        request.infer();
    }
};

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
        auto model = std::make_unique<cv_model>();
        model->compiled = cvision::compile(path, *options);
        const ov::Shape shape = model->compiled.input().get_shape();
        if (shape.size() != 4) return fail(CV_FAILED, message, "the model has no image input");
        model->height = static_cast<int>(shape[1]);
        model->width = static_cast<int>(shape[2]);
        for (int slot = 0; slot < options->slots; ++slot)
            model->slots.push_back(std::make_unique<Slot>(model->compiled.create_infer_request(),
                                                          model->width, model->height,
                                                          options->black_border != 0));
        malloc_trim(0);  // What only loading needed goes back to the system.
        *out = model.release();
        return CV_OK;
    });
}

void cv_model_input(const cv_model* model, int* width, int* height) {
    *width = model->width;
    *height = model->height;
}

cv_status cv_model_start(cv_model* model, int index, const cv_frame* frame, cv_region region,
                         const cv_rect* clip, int relit, cv_message message) {
    return guarded(message, [&] {
        Slot& slot = *model->slots.at(index);
        slot.worker.wait();
        if (!slot.frame.share(*frame)) return fail(CV_FAILED, message, "out of memory");
        slot.region = region;
        slot.clipped = clip != nullptr;
        if (clip) slot.clip = *clip;
        slot.relit = relit != 0;
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

void cv_library_folder(cv_message path) {
    Dl_info found{};
    const auto* symbol = reinterpret_cast<const void*>(&ov::get_openvino_version);
    std::string name = dladdr(symbol, &found) && found.dli_fname ? found.dli_fname : "";
    name.resize(name.rfind('/') == std::string::npos ? 0 : name.rfind('/'));
    fail(CV_OK, path, name);
}

void cv_library_version(cv_message version) {
    fail(CV_OK, version, ov::get_openvino_version().buildNumber);
}
