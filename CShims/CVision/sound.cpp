extern "C" {
#include <libavutil/channel_layout.h>
#include <libswresample/swresample.h>
}

#include <cmath>
#include <memory>
#include <vector>

#include "internal.h"
#include "source/formats.h"

using cvision::fail;
using cvision::guarded;

namespace {

// Keeps what is between 300 Hz and 3 kHz, where speech is: rumble, mains hum and what a codec cuts
// off differ between two microphones.
struct SpeechBand {
    double high = 0, low = 0;  // coefficients of the two one-pole filters
    double before = 0, passed = 0, smooth = 0;

    explicit SpeechBand(double rate)
        : high(std::exp(-2 * M_PI * 300 / rate)), low(1 - std::exp(-2 * M_PI * 3000 / rate)) {}

    double operator()(double sample) {
        passed = high * (passed + sample - before);
        before = sample;
        smooth += low * (passed - smooth);
        return smooth;
    }
};

}  // namespace

struct cv_sound {
    cvision::Container container;
    AVCodecContext* decoder = nullptr;
    AVPacket* packet = av_packet_alloc();
    AVFrame* decoded = av_frame_alloc();
    SwrContext* mixer = nullptr;
    int stream = -1;

    // Energy and number of samples per hop.
    std::vector<float> energy;
    std::vector<int> samples;
    std::vector<float> mono;
    std::unique_ptr<SpeechBand> band;
    int rate = 0, channels = 0, format = -1;
    // When the next sample is heard, seconds; NaN before the first.
    double time = NAN;
    bool restarts = false;

    cv_sound() = default;
    cv_sound(const cv_sound&) = delete;
    cv_sound& operator=(const cv_sound&) = delete;
    ~cv_sound() {
        swr_free(&mixer);
        av_frame_free(&decoded);
        av_packet_free(&packet);
        avcodec_free_context(&decoder);
    }
};

namespace {

// A clock that goes back, or leaps ahead, by more than this is another clock, seconds.
constexpr double longest_step_back = 0.5;
constexpr double longest_step_ahead = 600;

cv_status open_decoder(cv_sound& sound, int descriptor, const char* name, cv_message message) {
    const cv_status status = sound.container.open(descriptor, name, message);
    if (status != CV_OK) return status;
    if (!sound.packet || !sound.decoded) return fail(CV_FAILED, message, "out of memory");
    const AVCodec* codec = nullptr;
    sound.stream =
        av_find_best_stream(sound.container.get(), AVMEDIA_TYPE_AUDIO, -1, -1, &codec, 0);
    if (sound.stream == AVERROR_DECODER_NOT_FOUND)
        return fail(CV_BAD_INPUT, message, "the codec of its sound is not supported");
    if (sound.stream < 0 || !codec) return fail(CV_BAD_INPUT, message, "it has no sound");
    const AVStream* stream = sound.container->streams[sound.stream];
    codec = cvision::find_read_decoder(stream->codecpar->codec_id);
    if (!codec)
        return fail(CV_NOT_READ, message,
                    "of its sound: " + cvision::unread_codec(stream->codecpar->codec_id));
    sound.decoder = avcodec_alloc_context3(codec);
    if (!sound.decoder) return fail(CV_FAILED, message, "out of memory");
    avcodec_parameters_to_context(sound.decoder, stream->codecpar);
    sound.decoder->pkt_timebase = stream->time_base;
    sound.decoder->thread_count = 1;
    const int error = avcodec_open2(sound.decoder, codec, nullptr);
    if (error < 0)
        return fail(CV_BAD_INPUT, message, "cannot decode its sound: " + cvision::reason(error));
    sound.container.keep_only(sound.stream);
    return CV_OK;
}

// Prepares for a piece of sound that is stored unlike the one before.
bool prepare(cv_sound& sound, const AVFrame* frame) {
    if (sound.mixer && frame->sample_rate == sound.rate && frame->format == sound.format &&
        frame->ch_layout.nb_channels == sound.channels)
        return true;
    if (frame->sample_rate < 4000 || frame->sample_rate > 1000000) return false;
    swr_free(&sound.mixer);
    AVChannelLayout one = AV_CHANNEL_LAYOUT_MONO;
    AVChannelLayout own;
    if (frame->ch_layout.order == AV_CHANNEL_ORDER_UNSPEC)
        av_channel_layout_default(&own, frame->ch_layout.nb_channels);
    else if (av_channel_layout_copy(&own, &frame->ch_layout) < 0)
        return false;
    // The rate stays: no resampling, and so no delay.
    const bool ok = swr_alloc_set_opts2(&sound.mixer, &one, AV_SAMPLE_FMT_FLT, frame->sample_rate,
                                        &own, static_cast<AVSampleFormat>(frame->format),
                                        frame->sample_rate, 0, nullptr) >= 0 &&
                    swr_init(sound.mixer) >= 0;
    av_channel_layout_uninit(&own);
    if (!ok) return false;
    sound.rate = frame->sample_rate;
    sound.format = frame->format;
    sound.channels = frame->ch_layout.nb_channels;
    sound.band = std::make_unique<SpeechBand>(sound.rate);
    return true;
}

// Sets the clock to what the decoded sound says; false when it cannot be placed.
bool place(cv_sound& sound) {
    const AVStream* stream = sound.container->streams[sound.stream];
    const int64_t stamp = sound.decoded->best_effort_timestamp;
    if (stamp == AV_NOPTS_VALUE) return !std::isnan(sound.time);
    const double time = stamp * av_q2d(stream->time_base) - sound.container.origin();
    if (!std::isfinite(time) || time > CV_LONGEST_RECORDING) return false;
    if (!std::isnan(sound.time)) {
        const double step = time - sound.time;
        if (step < -longest_step_back || step > longest_step_ahead) sound.restarts = true;
        // Rounded timestamps do not move what is contiguous.
        if (std::abs(step) < 0.02) return true;
    }
    sound.time = time;
    return true;
}

// Adds a piece of sound to the levels; one that cannot be placed is left out.
void take(cv_sound& sound) {
    const AVFrame* frame = sound.decoded;
    if (frame->nb_samples <= 0 || !prepare(sound, frame) || !place(sound)) return;
    sound.mono.resize(frame->nb_samples);
    auto* out = reinterpret_cast<uint8_t*>(sound.mono.data());
    const int count =
        swr_convert(sound.mixer, &out, frame->nb_samples,
                    const_cast<const uint8_t**>(frame->extended_data), frame->nb_samples);
    if (count < 0) return;
    const double end = sound.time + static_cast<double>(count) / sound.rate;
    const auto hops = static_cast<size_t>(std::max(0.0, end * CV_SOUND_RATE)) + 1;
    if (hops > sound.energy.size()) {
        sound.energy.resize(hops, 0);
        sound.samples.resize(hops, 0);
    }
    for (int i = 0; i < count; ++i) {
        const double heard = (*sound.band)(sound.mono[i]);
        const double place = (sound.time + static_cast<double>(i) / sound.rate) * CV_SOUND_RATE;
        if (place < 0 || !std::isfinite(heard)) continue;
        sound.energy[static_cast<size_t>(place)] += static_cast<float>(heard * heard);
        ++sound.samples[static_cast<size_t>(place)];
    }
    sound.time = end;
}

// Takes what the decoder has ready.
void drain(cv_sound& sound) {
    for (;;) {
        const int error = avcodec_receive_frame(sound.decoder, sound.decoded);
        if (error < 0) return;
        take(sound);
        av_frame_unref(sound.decoded);
    }
}

}  // namespace

cv_status cv_sound_open_file(int descriptor, const char* name, cv_sound** out, cv_message message) {
    *out = nullptr;
    return guarded(message, [&] {
        av_log_set_level(AV_LOG_QUIET);
        auto sound = std::make_unique<cv_sound>();
        const cv_status status = open_decoder(*sound, descriptor, name, message);
        if (status == CV_OK) *out = sound.release();
        return status;
    });
}

cv_status cv_sound_read(cv_sound* sound, double* time, cv_message message) {
    return guarded(message, [&] {
        for (;;) {
            const int error = av_read_frame(sound->container.get(), sound->packet);
            if (error < 0) {
                avcodec_send_packet(sound->decoder, nullptr);
                drain(*sound);
                break;
            }
            const bool ours = sound->packet->stream_index == sound->stream;
            // What is damaged is passed over: the rest tells the offset all the same.
            if (ours) avcodec_send_packet(sound->decoder, sound->packet);
            av_packet_unref(sound->packet);
            if (!ours) continue;
            drain(*sound);
            if (sound->restarts)
                return fail(CV_BAD_INPUT, message, "the clock of its sound starts anew");
            *time = std::isnan(sound->time) ? 0 : sound->time;
            return CV_OK;
        }
        return CV_END;
    });
}

const float* cv_sound_levels(cv_sound* sound, size_t* count) {
    *count = sound->energy.size();
    for (size_t i = 0; i < *count; ++i)
        if (sound->samples[i] > 0) {
            sound->energy[i] /= static_cast<float>(sound->samples[i]);
            sound->samples[i] = 1;
        }
    return sound->energy.data();
}

void cv_sound_close(cv_sound* sound) { delete sound; }

cv_status cv_correlate(const float* series, size_t count, const float* pattern,
                       size_t pattern_count, float* products, cv_message message) {
    return guarded(message, [&] {
        const size_t all = count + pattern_count - 1;
        const int size = cv::getOptimalDFTSize(static_cast<int>(all));
        if (count < 1 || pattern_count < 1 || size < 1)
            return fail(CV_FAILED, message, "series of impossible length");
        cv::Mat a = cv::Mat::zeros(1, size, CV_32F), b = cv::Mat::zeros(1, size, CV_32F);
        // The pattern stands first, so that products[0] is its last value on the first of the
        // series.
        std::copy_n(series, count, a.ptr<float>() + (pattern_count - 1));
        std::copy_n(pattern, pattern_count, b.ptr<float>());
        cv::dft(a, a);
        cv::dft(b, b);
        cv::mulSpectrums(a, b, a, 0, true);
        cv::idft(a, a, cv::DFT_SCALE | cv::DFT_REAL_OUTPUT);
        std::copy_n(a.ptr<float>(), all, products);
        return CV_OK;
    });
}
