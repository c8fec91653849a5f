#include "streams.h"

#include <vector>

namespace cvision {
namespace {

// True for codecs in which covers and thumbnails are stored.
bool codes_stills(AVCodecID codec) {
    const AVCodecDescriptor* known = avcodec_descriptor_get(codec);
    return known && (known->props & AV_CODEC_PROP_INTRA_ONLY) &&
           (codec == AV_CODEC_ID_MJPEG || codec == AV_CODEC_ID_PNG || codec == AV_CODEC_ID_BMP ||
            codec == AV_CODEC_ID_GIF || codec == AV_CODEC_ID_WEBP || codec == AV_CODEC_ID_TIFF ||
            codec == AV_CODEC_ID_JPEG2000 || codec == AV_CODEC_ID_JPEGLS);
}

bool is_marked_still(const AVStream* stream) {
    return (stream->disposition & (AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_TIMED_THUMBNAILS |
                                   AV_DISPOSITION_STILL_IMAGE)) != 0;
}

// Packets per stream among the first of a file: enough to tell a film from a picture.
std::vector<int> count_packets(const OpenAgain& again, size_t streams) {
    constexpr int most_packets = 2000;
    constexpr int64_t most_bytes = 64 << 20;
    std::vector<int> counts(streams, 0);
    const auto container = again();
    AVPacket* packet = av_packet_alloc();
    int64_t bytes = 0;
    for (int i = 0; container && packet && i < most_packets && bytes < most_bytes; ++i) {
        if (av_read_frame(container->get(), packet) < 0) break;
        bytes += packet->size;
        const auto index = static_cast<size_t>(packet->stream_index);
        if (index < counts.size()) ++counts[index];
        av_packet_unref(packet);
    }
    av_packet_free(&packet);
    return counts;
}

// The moving pictures of a container, in its order.
std::vector<int> moving_pictures(AVFormatContext* container, const OpenAgain& again, int& stills) {
    std::vector<int> found;
    bool is_unsure = false;
    stills = 0;
    for (unsigned i = 0; i < container->nb_streams; ++i) {
        const AVStream* stream = container->streams[i];
        if (stream->codecpar->codec_type != AVMEDIA_TYPE_VIDEO) continue;
        const bool is_one = codes_stills(stream->codecpar->codec_id) && stream->nb_frames == 1;
        if (is_marked_still(stream) || is_one) {
            ++stills;
        } else {
            found.push_back(static_cast<int>(i));
            is_unsure = is_unsure || codes_stills(stream->codecpar->codec_id);
        }
    }
    if (!is_unsure || found.size() < 2) return found;
    const std::vector<int> counts = count_packets(again, container->nb_streams);
    int most = 0;
    for (const int each : found) most = std::max(most, counts[static_cast<size_t>(each)]);
    std::vector<int> moving;
    for (const int each : found) {
        const int count = counts[static_cast<size_t>(each)];
        const bool is_still =
            codes_stills(container->streams[each]->codecpar->codec_id) && count <= 1 && most > 1;
        if (is_still) ++stills;
        if (!is_still) moving.push_back(each);
    }
    return moving;
}

std::string described(const AVFormatContext* container, const std::vector<int>& streams) {
    std::string text;
    int number = 0;
    for (const int each : streams) {
        const AVCodecParameters* codec = container->streams[each]->codecpar;
        text += number++ ? ", " : "";
        text += std::to_string(number) + ": " + std::to_string(codec->width) + "x" +
                std::to_string(codec->height) + " " + avcodec_get_name(codec->codec_id);
    }
    return text;
}

}  // namespace

StreamChoice choose_stream(AVFormatContext* container, int wanted, const OpenAgain& again) {
    StreamChoice choice;
    const std::vector<int> streams = moving_pictures(container, again, choice.stills);
    choice.count = static_cast<int>(streams.size());
    choice.words = described(container, streams);
    if (wanted > choice.count || streams.empty()) return choice;
    choice.number = std::max(wanted, 1);
    for (int i = 0; wanted == 0 && i < choice.count; ++i) {
        const AVStream* stream = container->streams[streams[static_cast<size_t>(i)]];
        if (!(stream->disposition & AV_DISPOSITION_DEFAULT)) continue;
        choice.number = i + 1;
        break;
    }
    choice.index = streams[static_cast<size_t>(choice.number - 1)];
    return choice;
}

}  // namespace cvision
