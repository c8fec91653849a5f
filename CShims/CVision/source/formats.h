// Which files are looked into: what cameras, telephones, video calls and editing programs write
// (docs/formats.md). Every other reader and decoder of FFmpeg is left alone.
#ifndef CVISION_FORMATS_H
#define CVISION_FORMATS_H

#include "../internal.h"

namespace cvision {

// Names of FFmpeg's demuxers and decoders, with commas, as its whitelists take them.
extern const char* const kReadFormats;
extern const char* const kReadDecoders;

// What is wrong with a format or a codec that is not read; empty when it is.
std::string unread_format(const AVInputFormat* format);
std::string unread_codec(AVCodecID codec);

// The decoder of a codec; null when it is not among those.
const AVCodec* find_read_decoder(AVCodecID codec);

}  // namespace cvision

#endif
