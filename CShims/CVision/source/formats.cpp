#include "formats.h"

extern "C" {
#include <libavutil/avstring.h>
}

namespace cvision {

const char* const kReadFormats =
    "mov,matroska,avi,mpegts,mpeg,asf,flv,mxf,ogg,dv,nut,gif,yuv4mpegpipe,h264,hevc,mpegvideo,wav";

// Several decoders of one codec are tried in FFmpeg's own order.
const char* const kReadDecoders =
    // Cameras, telephones, video calls.
    "h264,hevc,libdav1d,libaom-av1,av1,vp8,libvpx,vp9,libvpx-vp9,mjpeg,mpeg4,h263,mpeg1video,"
    "mpeg2video,mpegvideo,dvvideo,vc1,wmv1,wmv2,wmv3,msmpeg4v2,msmpeg4,flv,theora,gif,"
    // Editing and lossless copies.
    "prores,dnxhd,cfhd,ffv1,huffyuv,ffvhuff,utvideo,rawvideo,v210,"
    // Sound.
    "aac,aac_latm,mp2,mp2float,mp3,mp3float,ac3,eac3,opus,libopus,vorbis,libvorbis,flac,alac,"
    "wmav1,wmav2,wmapro,amrnb,amrwb,adpcm_ms,adpcm_ima_wav,pcm_s16le,pcm_s16be,pcm_s24le,"
    "pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_u8,pcm_alaw,pcm_mulaw,pcm_bluray,"
    "pcm_dvd";

std::string unread_format(const AVInputFormat* format) {
    if (format && av_match_list(format->name, kReadFormats, ',') > 0) return {};
    return "its format (" + std::string(format ? format->name : "unknown") +
           ") is not one that is read";
}

std::string unread_codec(AVCodecID codec) {
    if (find_read_decoder(codec)) return {};
    return "its codec (" + std::string(avcodec_get_name(codec)) + ") is not one that is read";
}

const AVCodec* find_read_decoder(AVCodecID codec) {
    const AVCodec* found = avcodec_find_decoder(codec);
    return found && av_match_list(found->name, kReadDecoders, ',') > 0 ? found : nullptr;
}

}  // namespace cvision
