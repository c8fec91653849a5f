// A video file, read from its first frame to its last.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "../stamps.h"
#include "clock.h"
#include "convert.h"
#include "display.h"
#include "fields.h"
#include "formats.h"
#include "streams.h"

using cvision::Display;
using cvision::fail;
using cvision::guarded;
using cvision::RecordingClock;

namespace {

struct FreePicture {
    void operator()(AVFrame* picture) const { av_frame_free(&picture); }
};
using Picture = std::unique_ptr<AVFrame, FreePicture>;

struct FreePacket {
    void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};
using Packet = std::unique_ptr<AVPacket, FreePacket>;

// A picture whose time is not settled yet.
struct Doubtful {
    Picture picture;
    int64_t stamp;
};

// A picture with its time, and how far the clock leapt before it.
struct Timed {
    Picture picture;
    double time;
    std::optional<double> leap;
};

}  // namespace

struct cv_source {
    cvision::Container container;
    AVCodecContext* decoder = nullptr;
    AVPacket* packet = av_packet_alloc();
    AVFrame* decoded = av_frame_alloc();
    // The picture handed over last, as it was stored.
    AVFrame* before = av_frame_alloc();
    cvision::Converter converter;
    // The stream that is read, and the one whose sound tells a pause from a joint; -1 for none.
    int stream = -1, sound = -1;
    // What the decoder was opened for.
    AVCodecID codec = AV_CODEC_ID_NONE;
    // Streams that were there from the beginning, and those that were read.
    unsigned known_streams = 0;
    std::vector<int> own_streams;
    // Packets of a stream that may take over. It does when no other comes.
    std::deque<Packet> newcomers;
    // Packets of our own stream since the first of them.
    int since_newcomer = 0;
    bool is_changing = false;
    bool draining = false;
    // Where in the file the last packet ended that was read.
    int64_t reached = 0;
    // Own packets to come that are near a place where some are missing.
    int torn = 0;
    std::optional<RecordingClock> clock;
    std::deque<Doubtful> doubtful;
    std::deque<Timed> ready;
    // Empty pictures, to be filled again.
    std::vector<Picture> spare;
    std::optional<Display> shown;
    cv_source_remarks remarks{};
    void (*step)(void*) = nullptr;
    void* step_context = nullptr;
    cv_source_info info{};
    std::string streams;

    cv_source() = default;
    cv_source(const cv_source&) = delete;
    cv_source& operator=(const cv_source&) = delete;
    ~cv_source() {
        av_frame_free(&before);
        av_frame_free(&decoded);
        av_packet_free(&packet);
        avcodec_free_context(&decoder);
    }

    AVStream* video() const { return container->streams[stream]; }
};

namespace {

// ---- Opening ------------------------------------------------------------------------------------

// True for sides that a picture can have.
bool has_sides(double width, double height) {
    return width >= 1 && width <= CV_LONGEST_SIDE && height >= 1 && height <= CV_LONGEST_SIDE;
}

// True for sides that a stored picture may have.
bool is_storable(int width, int height) {
    return width >= 1 && height >= 1 && std::max(width, height) <= CV_LONGEST_STORED_SIDE;
}

const int32_t* display_matrix(const AVStream* stream, const AVFrame* picture) {
    const AVFrameSideData* own =
        picture ? av_frame_get_side_data(picture, AV_FRAME_DATA_DISPLAYMATRIX) : nullptr;
    if (own && own->size >= 9 * sizeof(int32_t)) return reinterpret_cast<const int32_t*>(own->data);
    return reinterpret_cast<const int32_t*>(
        av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr));
}

// How the picture is to be shown; of the stream as a whole without one.
Display display(const cv_source& source, AVFrame* picture) {
    Display result;
    result.stored_width = picture ? picture->width : source.decoder->width;
    result.stored_height = picture ? picture->height : source.decoder->height;
    const AVRational aspect =
        av_guess_sample_aspect_ratio(source.container.get(), source.video(), picture);
    result.pixel_aspect = aspect.num > 0 && aspect.den > 0 ? av_q2d(aspect) : 1;
    result.orientation = cvision::orientation(display_matrix(source.video(), picture));
    return result;
}

cv_status open_decoder(cv_source& source, cv_message message) {
    const AVStream* stream = source.video();
    const AVCodec* codec = cvision::find_read_decoder(stream->codecpar->codec_id);
    if (!codec)
        return fail(CV_NOT_READ, message, cvision::unread_codec(stream->codecpar->codec_id));
    avcodec_free_context(&source.decoder);
    source.codec = stream->codecpar->codec_id;
    source.own_streams.push_back(source.stream);
    source.decoder = avcodec_alloc_context3(codec);
    if (!source.decoder) return fail(CV_FAILED, message, "out of memory");
    avcodec_parameters_to_context(source.decoder, stream->codecpar);
    source.decoder->pkt_timebase = stream->time_base;
    source.decoder->max_pixels = CV_LARGEST_PICTURE;
    source.decoder->codec_whitelist = av_strdup(cvision::kReadDecoders);
    source.decoder->thread_count = 1;  // Inference is what the cores are for.
    const int error = avcodec_open2(source.decoder, codec, nullptr);
    if (error < 0)
        return fail(CV_BAD_INPUT, message, "cannot decode it: " + cvision::reason(error));
    return CV_OK;
}

cv_status choose_stream(cv_source& source, const char* name, int wanted, cv_message message) {
    AVFormatContext* container = source.container.get();
    const cvision::OpenAgain again = [&] {
        auto second = std::make_unique<cvision::Container>();
        second->borrows = true;
        if (second->open(source.container.file, name, {}) != CV_OK) second.reset();
        return second;
    };
    const auto choice = cvision::choose_stream(container, wanted, again);
    source.streams = choice.words;
    if (choice.count == 0)
        return fail(CV_BAD_INPUT, message,
                    choice.stills > 0 ? "it has no video stream, only a cover picture"
                                      : "it has no video stream");
    if (choice.index < 0) return fail(CV_NO_STREAM, message, choice.words);
    source.stream = choice.index;
    source.info.streams = choice.count;
    source.info.stream = choice.number;
    return CV_OK;
}

bool may_jump(const cv_source& source) {
    return (source.container->iformat->flags & AVFMT_TS_DISCONT) != 0;
}

// In an mp4 the index says what a pause is, and reading a second stream may mean to jump about.
//
// `follows_any`: any video stream may take over, as nobody chose one.
void listen(cv_source& source, bool follows_any) {
    AVFormatContext* container = source.container.get();
    const bool is_indexed = strstr(container->iformat->name, "mp4") != nullptr;
    if (!is_indexed)
        source.sound =
            av_find_best_stream(container, AVMEDIA_TYPE_AUDIO, -1, source.stream, nullptr, 0);
    source.known_streams = container->nb_streams;
    source.container.keep_only(source.stream, source.sound);
    if (!follows_any) return;
    // Programmes that were joined may all be known from the beginning.
    source.known_streams = 0;
    for (unsigned i = 0; i < container->nb_streams; ++i)
        if (container->streams[i]->codecpar->codec_type == AVMEDIA_TYPE_VIDEO)
            container->streams[i]->discard = AVDISCARD_DEFAULT;
}

// Seconds to the end of the video as far as the container knows, 0 when it does not.
double known_duration(const cv_source& source) {
    const AVStream* stream = source.video();
    const AVFormatContext* container = source.container.get();
    double duration = 0;
    if (stream->duration != AV_NOPTS_VALUE) {
        duration = static_cast<double>(stream->duration) * av_q2d(stream->time_base);
        if (stream->start_time != AV_NOPTS_VALUE)
            duration +=
                std::max(0.0, static_cast<double>(stream->start_time) * av_q2d(stream->time_base) -
                                  source.container.origin());
    } else if (container->duration != AV_NOPTS_VALUE) {
        duration = static_cast<double>(container->duration) / AV_TIME_BASE;
        // Matroska counts from 0 of its clock, which may begin later.
        if (strstr(container->iformat->name, "matroska"))
            duration -= std::max(0.0, source.container.origin());
    }
    return duration >= 0 && duration <= 1e9 ? duration : 0;
}

void describe_times(cv_source& source) {
    AVStream* stream = source.video();
    auto& info = source.info;
    const AVRational rate = av_guess_frame_rate(source.container.get(), stream, nullptr);
    info.rate = rate.num > 0 && rate.den > 0 ? av_q2d(rate) : 0;
    if (info.rate * CV_SHORTEST_STEP > 1) info.rate = 0;
    info.likely_duration = known_duration(source);
    const bool is_declared =
        source.container->duration_estimation_method == AVFMT_DURATION_FROM_STREAM;
    info.duration = is_declared && !may_jump(source) ? info.likely_duration : 0;
    cvision::ClockTraits traits;
    traits.tick = av_q2d(stream->time_base);
    traits.origin = source.container.origin();
    const double period =
        stream->pts_wrap_bits < 63 ? std::ldexp(traits.tick, stream->pts_wrap_bits) : 0;
    traits.period = may_jump(source) && period > 3600 ? period : 0;
    if (info.rate > 0) traits.step = 1 / info.rate;
    // Elsewhere the length is that of the last timestamp, or what the recorder has guessed.
    const std::string format = source.container->iformat->name;
    const bool has_index =
        format.find("mp4") != format.npos || format.find("matroska") != format.npos;
    traits.declared = has_index ? info.duration : 0;
    traits.may_jump = may_jump(source);
    source.clock.emplace(traits);
}

cv_status describe_picture(cv_source& source, cv_message message) {
    if (source.decoder->width <= 0 || source.decoder->height <= 0)
        return fail(CV_BAD_INPUT, message, "its picture has no size");
    const Display shown = display(source, nullptr);
    auto& info = source.info;
    info.pixel_aspect = shown.pixel_aspect;
    info.rotation = shown.orientation.rotation;
    info.reflection = shown.orientation.reflection;
    info.stored_width = source.decoder->width;
    info.stored_height = source.decoder->height;
    info.width = shown.width();
    info.height = shown.height();
    if (!has_sides(info.width, info.height) || !is_storable(info.stored_width, info.stored_height))
        return fail(CV_BAD_INPUT, message, "its picture has impossible proportions");
    return CV_OK;
}

// ---- Packets ------------------------------------------------------------------------------------

// True when a packet belongs to a stream that may take over in mid-file, as where recordings of
// different programmes were joined.
bool is_newcomer(const cv_source& source, const AVPacket* packet) {
    const int index = packet->stream_index;
    const AVStream* stream = source.container->streams[index];
    if (index == source.stream) return stream->codecpar->codec_id != source.codec;
    const auto& own = source.own_streams;
    return (static_cast<unsigned>(index) >= source.known_streams ||
            std::find(own.begin(), own.end(), index) != own.end()) &&
           stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO &&
           !(stream->disposition & AV_DISPOSITION_ATTACHED_PIC);
}

// Keeps a newcomer's packet. True when so many have come without one of ours that it takes over.
bool keep(cv_source& source, AVPacket* packet) {
    constexpr size_t enough = 50;
    // A stream that stores a picture on change only may be silent for so long, seconds.
    constexpr double longest_silence = 1.9;
    auto& kept = source.newcomers;
    if (!kept.empty() && kept.front()->stream_index != packet->stream_index) kept.clear();
    Packet copy(av_packet_alloc());
    if (!copy) throw std::bad_alloc();
    av_packet_move_ref(copy.get(), packet);
    if (kept.empty()) source.since_newcomer = 0;
    kept.push_back(std::move(copy));
    const double tick = av_q2d(source.container->streams[kept.back()->stream_index]->time_base);
    const int64_t from = kept.front()->dts, to = kept.back()->dts;
    const bool is_long = from == AV_NOPTS_VALUE || to == AV_NOPTS_VALUE ||
                         kept.size() > 20 * enough ||
                         static_cast<double>(to - from) * tick >= longest_silence || to < from;
    const bool is_alone = source.since_newcomer == 0;
    return (kept.size() >= enough && is_long && is_alone) ||
           kept.front()->stream_index == source.stream;
}

// Lets the decoder finish: at the end, or to go on with another stream.
void drain(cv_source& source) {
    source.draining = true;
    source.is_changing = !source.newcomers.empty();
    avcodec_send_packet(source.decoder, nullptr);
}

void send(cv_source& source) {
    // A decoder holds some pictures back.
    constexpr int nearby = 64;
    if (source.packet->flags & AV_PKT_FLAG_CORRUPT) source.torn = nearby;
    source.torn = std::max(0, source.torn - 1);
    if (avcodec_send_packet(source.decoder, source.packet) < 0) ++source.remarks.damaged;
    av_packet_unref(source.packet);
}

// The share of the file behind the end that its reader found.
double unreached(const cv_source& source) {
    // Indexes and tags are smaller.
    constexpr double least = 0.1;
    const std::string format = source.container->iformat->name;
    const auto size = static_cast<double>(source.container.size());
    double rest = size - static_cast<double>(source.container.first_part());
    if (source.reached > 0 && (format == "flv" || format == "ogg"))
        rest = size - static_cast<double>(source.reached);
    return size > 0 && rest > least * size ? rest / size : 0;
}

// Feeds the decoder one packet, or the end. False when nothing more can be fed.
bool feed(cv_source& source) {
    if (source.draining) return false;
    AVPacket* packet = source.packet;
    for (;;) {
        const int error = av_read_frame(source.container.get(), packet);
        if (source.step) source.step(source.step_context);
        if (error < 0) {
            if (error != AVERROR_EOF) ++source.remarks.damaged;
            source.remarks.unreached = unreached(source);
            drain(source);
            return true;
        }
        source.reached = std::max(source.reached, packet->pos + packet->size);
        if (is_newcomer(source, packet)) {
            if (!keep(source, packet)) continue;
            drain(source);
            return true;
        }
        if (packet->stream_index == source.stream) {
            // A transport stream hands out the last packet of a programme when it comes again, or
            // ends.
            constexpr int leftovers = 2;
            if (!source.newcomers.empty() && ++source.since_newcomer > leftovers)
                source.newcomers.clear();
            send(source);
            return true;
        }
        if (packet->stream_index == source.sound && packet->pts != AV_NOPTS_VALUE)
            source.clock->hear(static_cast<double>(packet->pts) *
                               av_q2d(source.container->streams[packet->stream_index]->time_base));
        av_packet_unref(packet);
    }
}

// ---- Times --------------------------------------------------------------------------------------

void settle(cv_source& source, Picture picture, double time, std::optional<double> leap = {}) {
    source.ready.push_back({std::move(picture), time, leap});
}

void drop_doubtful(cv_source& source) {
    source.remarks.damaged += static_cast<int64_t>(source.doubtful.size());
    source.doubtful.clear();
}

// The doubtful pictures that lead up to the newest one without another leap are those of a clock
// that was set: time goes on with them. Those before are damage.
void begin_again(cv_source& source) {
    auto& held = source.doubtful;
    size_t first = held.size() - 1;
    while (first > 0 && source.clock->continues(held[first - 1].stamp, held[first].stamp)) --first;
    source.remarks.damaged += static_cast<int64_t>(first);
    double leap = 0;
    const double time = source.clock->restart(held[first].stamp, leap);
    settle(source, std::move(held[first].picture), time, leap);
    for (size_t i = first + 1; i < held.size(); ++i)
        settle(source, std::move(held[i].picture), source.clock->take(held[i].stamp));
    held.clear();
}

// A picture whose timestamp does not go on from the last one: damage, or the first of another
// clock. The pictures after it tell.
void doubt(cv_source& source, Picture picture, int64_t stamp) {
    constexpr size_t most = 8;
    auto& held = source.doubtful;
    const bool goes_on = !held.empty() && source.clock->continues(held.back().stamp, stamp);
    held.push_back({std::move(picture), stamp});
    if (goes_on) return begin_again(source);
    if (held.size() <= most) return;
    held.pop_front();
    ++source.remarks.damaged;
}

// An empty picture; a new one only while more are on their way than ever before.
Picture blank(cv_source& source) {
    if (source.spare.empty()) source.spare.emplace_back(av_frame_alloc());
    Picture picture = std::move(source.spare.back());
    source.spare.pop_back();
    if (!picture) throw std::bad_alloc();
    return picture;
}

// Gives the picture that was decoded its time, now or when later ones are known.
void place(cv_source& source) {
    // A stream may change its pictures on the way.
    if (!is_storable(source.decoded->width, source.decoded->height)) {
        ++source.remarks.damaged;
        return av_frame_unref(source.decoded);
    }
    Picture picture = blank(source);
    av_frame_move_ref(picture.get(), source.decoded);
    const int64_t stamp = picture->best_effort_timestamp;
    if (stamp == AV_NOPTS_VALUE) {
        drop_doubtful(source);
        return settle(source, std::move(picture), source.clock->take_unstamped());
    }
    using Verdict = RecordingClock::Verdict;
    const Verdict verdict = source.clock->judge(stamp, source.torn > 0);
    if (verdict == Verdict::before_start) return;
    if (picture->decode_error_flags) ++source.remarks.damaged;
    if (verdict == Verdict::doubtful) return doubt(source, std::move(picture), stamp);
    if (verdict == Verdict::damaged) ++source.remarks.damaged;
    if (verdict != Verdict::next) return;
    drop_doubtful(source);
    settle(source, std::move(picture), source.clock->take(stamp));
}

// Goes on with the stream that takes over; false when there is none.
bool go_on(cv_source& source) {
    if (!source.is_changing) return false;
    source.is_changing = false;
    source.stream = source.newcomers.front()->stream_index;
    source.torn = 0;
    auto packets = std::exchange(source.newcomers, {});
    if (open_decoder(source, {}) != CV_OK) {
        source.remarks.damaged += static_cast<int64_t>(packets.size());
        return false;
    }
    source.draining = false;
    source.clock->set_tick(av_q2d(source.video()->time_base));
    for (const Packet& each : packets) {
        av_packet_move_ref(source.packet, each.get());
        send(source);
        while (avcodec_receive_frame(source.decoder, source.decoded) == 0) place(source);
    }
    return true;
}

// Decodes until a picture is ready; false at the end of the data.
bool decode(cv_source& source) {
    while (source.ready.empty()) {
        const int error = avcodec_receive_frame(source.decoder, source.decoded);
        if (error == 0) {
            place(source);
        } else if (error == AVERROR_EOF) {
            if (go_on(source)) continue;
            drop_doubtful(source);
            return false;
        } else {
            if (error != AVERROR(EAGAIN)) ++source.remarks.damaged;
            if (!feed(source) && !go_on(source)) return false;
        }
    }
    return true;
}

// ---- Pictures -----------------------------------------------------------------------------------

cv_status join_fields(cv_source& source, AVFrame* picture, cv_message message) {
    const bool is_marked = picture->interlaced_frame != 0;
    const bool is_combed = !is_marked && cvision::is_combed(picture, source.before);
    av_frame_unref(source.before);
    if (av_frame_ref(source.before, picture) < 0) return fail(CV_FAILED, message, "out of memory");
    source.remarks.interlaced += is_marked;
    source.remarks.combed += is_combed;
    if (!is_marked && !is_combed) return CV_OK;
    if (!cvision::join_fields(picture, is_marked && !picture->top_field_first ? 1 : 0))
        return fail(CV_FAILED, message, "out of memory");
    return CV_OK;
}

// Moves a picture into the frame. The display keeps the size of the first one: a stream may change
// its pictures on the way.
cv_status hand_over(cv_source& source, Timed& next, cv_frame& frame, cv_message message) {
    Display now = display(source, next.picture.get());
    // Damage can claim any shape.
    if (!has_sides(now.width(), now.height())) now.pixel_aspect = 1;
    cv_status status = source.converter.convert(next.picture.get(), frame.picture, message);
    if (status == CV_OK) status = join_fields(source, frame.picture, message);
    if (status != CV_OK) return status;
    const bool changes = source.shown && !(*source.shown == now);
    source.shown = now;
    int kind = CV_UNBROKEN;
    if (next.leap) kind |= CV_CLOCK_BREAKS;
    if (changes) kind |= CV_PICTURE_CHANGES;
    frame.broken = {static_cast<cv_break_kind>(kind), next.leap.value_or(0), now.width(),
                    now.height()};
    frame.display_to_stored = cvision::fitted(now, source.info.width, source.info.height);
    frame.width = source.info.width;
    frame.height = source.info.height;
    ++source.remarks.frames;
    return CV_OK;
}

}  // namespace

cv_status cv_file_open(const char* path, int* descriptor, cv_message message) {
    // A pipe without a writer would wait for one.
    *descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status {};
    if (*descriptor >= 0 && fstat(*descriptor, &status) == 0 && S_ISREG(status.st_mode))
        return CV_OK;
    const std::string why = *descriptor < 0 ? strerror(errno) : "not a file";
    cv_file_close(*descriptor);
    *descriptor = -1;
    return fail(CV_UNREADABLE, message, why);
}

void cv_file_close(int descriptor) {
    if (descriptor >= 0) close(descriptor);
}

cv_status cv_source_open(const char* path, cv_source** out, cv_message message) {
    *out = nullptr;
    int descriptor = -1;
    const cv_status status = cv_file_open(path, &descriptor, message);
    return status == CV_OK ? cv_source_open_file(descriptor, path, 0, out, message) : status;
}

cv_status cv_source_open_file(int descriptor, const char* name, int stream, cv_source** out,
                              cv_message message) {
    *out = nullptr;
    return guarded(message, [&] {
        av_log_set_level(AV_LOG_QUIET);
        auto source = std::make_unique<cv_source>();
        cv_status status = source->container.open(descriptor, name, message);
        if (!source->packet || !source->decoded || !source->before)
            return fail(CV_FAILED, message, "out of memory");
        if (status == CV_OK) status = choose_stream(*source, name, stream, message);
        if (status == CV_OK) status = open_decoder(*source, message);
        if (status == CV_OK) status = describe_picture(*source, message);
        if (status != CV_OK) return status;
        listen(*source, stream == 0 && may_jump(*source));
        describe_times(*source);
        *out = source.release();
        return CV_OK;
    });
}

void cv_source_stamps(const cv_source* source, cv_stamps* stamps) {
    *stamps =
        cvision::stamps_of(source->container.get(), source->container.origin(), source->info.rate);
}

void cv_source_describe(const cv_source* source, cv_source_info* info) { *info = source->info; }

void cv_source_streams(const cv_source* source, cv_message words) {
    fail(CV_OK, words, source->streams);
}

cv_status cv_source_read(cv_source* source, cv_frame* frame, double* time, cv_message message) {
    return guarded(message, [&] {
        if (!decode(*source)) return CV_END;
        Timed next = std::move(source->ready.front());
        source->ready.pop_front();
        *time = next.time;
        if (*time > CV_LONGEST_RECORDING)
            return fail(CV_BAD_INPUT, message, "its timestamps go beyond 48 hours");
        const cv_status status = hand_over(*source, next, *frame, message);
        av_frame_unref(next.picture.get());
        source->spare.push_back(std::move(next.picture));
        return status;
    });
}

cv_source_remarks cv_source_remark(const cv_source* source) {
    cv_source_remarks remarks = source->remarks;
    remarks.heard_until = source->clock->heard_until();
    return remarks;
}

void cv_source_watch(cv_source* source, void (*step)(void*), void* context) {
    source->step = step;
    source->step_context = context;
}

int cv_can_decode(const char* codec) {
    const AVCodecDescriptor* known = avcodec_descriptor_get_by_name(codec);
    return known && avcodec_find_decoder(known->id) != nullptr;
}

void cv_source_close(cv_source* source) { delete source; }
