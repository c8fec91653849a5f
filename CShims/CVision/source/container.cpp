#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "../internal.h"
#include "formats.h"

namespace cvision {

namespace {

// The file is read through its descriptor: when its first byte is looked at, this process can open
// nothing any more.
// Several containers can read one descriptor: each keeps its own place.
int read_file(void* opaque, uint8_t* buffer, int size) {
    auto& self = *static_cast<Container*>(opaque);
    const ssize_t count = pread(self.file, buffer, static_cast<size_t>(size), self.place);
    if (count > 0) self.place += count;
    return count > 0 ? static_cast<int>(count) : count == 0 ? AVERROR_EOF : AVERROR(errno);
}

int64_t seek_file(void* opaque, int64_t offset, int whence) {
    auto& self = *static_cast<Container*>(opaque);
    const off_t end = lseek(self.file, 0, SEEK_END);
    if (end < 0) return AVERROR(errno);
    if (whence & AVSEEK_SIZE) return end;
    whence &= ~AVSEEK_FORCE;
    if (whence == SEEK_CUR) offset += self.place;
    if (whence == SEEK_END) offset += end;
    if (offset < 0) return AVERROR(EINVAL);
    return self.place = offset;
}

// True for formats that are lists of other files.
bool is_list(const std::string& format) {
    for (const char* list : {"hls", "concat", "dash", "sdp", "imf", "webm_dash_manifest"})
        if (format.find(list) != std::string::npos) return true;
    return false;
}

// Formats that refer to other files are not followed.
int open_no_other(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) {
    return AVERROR(EPERM);
}

// Looks for the streams. What must be decoded to know them obeys the largest picture too.
int find_streams(AVFormatContext* container) {
    std::vector<AVDictionary*> options(container->nb_streams, nullptr);
    for (AVDictionary*& each : options) av_dict_set_int(&each, "max_pixels", CV_LARGEST_PICTURE, 0);
    const int error = avformat_find_stream_info(container, options.data());
    for (AVDictionary*& each : options) av_dict_free(&each);
    return error;
}

// What is wrong when a picture is larger than is decoded; empty when none is. It is asked of the
// container: streams that say nothing are held to it by their decoder.
std::string too_large(const AVFormatContext* container) {
    for (unsigned i = 0; i < container->nb_streams; ++i) {
        const AVCodecParameters* codec = container->streams[i]->codecpar;
        if (std::max(codec->width, codec->height) > CV_LONGEST_STORED_SIDE)
            return "its picture of " + std::to_string(codec->width) + "x" +
                   std::to_string(codec->height) + " pixels is longer than " +
                   std::to_string(CV_LONGEST_STORED_SIDE) + " on a side";
        if (static_cast<int64_t>(codec->width) * codec->height > CV_LARGEST_PICTURE)
            return "its picture of " + std::to_string(codec->width) + "x" +
                   std::to_string(codec->height) + " pixels is larger than " +
                   std::to_string(CV_LARGEST_PICTURE / 1000000) + " megapixels";
    }
    return {};
}

}  // namespace

std::string reason(int error) {
    char text[AV_ERROR_MAX_STRING_SIZE] = {};
    av_strerror(error, text, sizeof text);
    return text;
}

Container::~Container() {
    avformat_close_input(&context);
    if (input) av_freep(&input->buffer);
    avio_context_free(&input);
    if (file >= 0 && !borrows) close(file);
}

cv_status Container::open(int descriptor, const char* name, cv_message message) {
    file = descriptor;
    constexpr int block = 1 << 16;
    auto* buffer = static_cast<uint8_t*>(av_malloc(block));
    context = avformat_alloc_context();
    if (buffer) input = avio_alloc_context(buffer, block, 0, this, read_file, nullptr, seek_file);
    if (!input) av_free(buffer);
    if (!input || !context) return fail(CV_FAILED, message, "out of memory");
    context->pb = input;
    context->io_open = open_no_other;
    // The input is ours to close, also where the file is refused before it is opened.
    context->flags |= AVFMT_FLAG_CUSTOM_IO;
    context->format_whitelist = av_strdup(kReadFormats);
    context->codec_whitelist = av_strdup(kReadDecoders);
    if (!context->format_whitelist || !context->codec_whitelist)
        return fail(CV_FAILED, message, "out of memory");
    // What it is, before any reader of FFmpeg's looks into it; the beginning is read once more
    // below.
    const AVInputFormat* format = nullptr;
    int error = av_probe_input_buffer2(input, &format, name, nullptr, 0, 0);
    if (error < 0) return fail(CV_BAD_INPUT, message, "not a readable video: " + reason(error));
    if (is_list(format->name))
        return fail(CV_BAD_INPUT, message,
                    "it is a list of other files (" + std::string(format->name) + ")");
    const std::string unread = unread_format(format);
    if (!unread.empty()) return fail(CV_NOT_READ, message, unread);
    error = avformat_open_input(&context, name, nullptr, nullptr);
    if (error < 0) return fail(CV_BAD_INPUT, message, "not a readable video: " + reason(error));
    const std::string size = too_large(context);
    if (!size.empty()) return fail(CV_BAD_INPUT, message, size);
    error = find_streams(context);
    if (error < 0) return fail(CV_BAD_INPUT, message, "no readable stream: " + reason(error));
    return CV_OK;
}

double Container::origin() const {
    return context->start_time == AV_NOPTS_VALUE
               ? 0
               : static_cast<double>(context->start_time) / AV_TIME_BASE;
}

int64_t Container::size() const { return lseek(file, 0, SEEK_END); }

// An mp4 is a row of boxes that begin with their size and name; the first is its only `ftyp`.
int64_t Container::first_part() const {
    const int64_t end = size();
    if (!strstr(context->iformat->name, "mp4")) return end;
    int64_t from = 0;
    while (from + 16 <= end) {
        uint8_t head[16];
        if (pread(file, head, sizeof head, from) != sizeof head) return end;
        const auto number = [&](int at, int bytes) {
            uint64_t value = 0;
            for (int i = at; i < at + bytes; ++i) value = value << 8 | head[i];
            return value;
        };
        if (from > 0 && memcmp(head + 4, "ftyp", 4) == 0) return from;
        const uint64_t length = number(0, 4) == 1 ? number(8, 8) : number(0, 4);
        if (length < 8 || length > static_cast<uint64_t>(end - from)) return end;
        from += static_cast<int64_t>(length);
    }
    return end;
}

void Container::keep_only(int stream, int other) {
    for (unsigned i = 0; i < context->nb_streams; ++i)
        if (static_cast<int>(i) != stream && static_cast<int>(i) != other)
            context->streams[i]->discard = AVDISCARD_ALL;
}

}  // namespace cvision
