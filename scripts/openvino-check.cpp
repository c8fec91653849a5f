// Reads and compiles a model on the CPU with the OpenVINO that `scripts/setup` unpacked, and runs
// it once: proves that headers, libraries and front end fit together on this machine.
#include <cstdio>
#include <exception>
#include <openvino/openvino.hpp>

int main(int argc, char** argv) {
    if (argc != 2) return 64;
    try {
        ov::Core core;
        ov::CompiledModel model = core.compile_model(core.read_model(argv[1]), "CPU");
        model.create_infer_request().infer();
        std::printf("OpenVINO %s\n", ov::get_openvino_version().buildNumber);
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
