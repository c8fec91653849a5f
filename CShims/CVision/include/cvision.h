// The edge between Swift and the libraries that touch pixels (FFmpeg decodes, OpenCV warps,
// OpenVINO infers).
//
// Conventions. Handles are opaque; an object's functions share its prefix. Functions return a
// cv_status; on failure the reason, one line, is written into the caller's buffer. No exception and
// no C++ type crosses this header. A handle is used by one thread at a time.
//
// Coordinates are display pixels: square (sample aspect ratio applied) and upright (rotation
// metadata applied), x to the right, y down, origin at the top left corner of the picture.
#ifndef CVISION_H
#define CVISION_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// 0 to 2 are no failures; from 8 on it is the input or this program; from 16 on it is the camera.
typedef enum cv_status {
    CV_OK = 0,
    // The source has no more frames.
    CV_END = 1,
    // Nothing came in the time given.
    CV_NOTHING = 2,

    // The file is missing or may not be read.
    CV_UNREADABLE = 8,
    // The input is not what it must be: not a video, no video stream, damaged.
    CV_BAD_INPUT = 9,
    // A picture is incomplete or marked as damaged.
    CV_DAMAGED = 10,
    // The disk does not take what is written.
    CV_UNWRITABLE = 11,
    // Anything else: out of memory, a model that does not load.
    CV_FAILED = 12,
    // The file has no video stream of the number that was asked for.
    CV_NO_STREAM = 13,

    // The file is of a format or codec that is not read; the message names it.
    CV_NOT_READ = 14,

    // There is no such device.
    CV_CAMERA_MISSING = 16,
    // This user may not open the device.
    CV_CAMERA_DENIED = 17,
    // Another program has the camera.
    CV_CAMERA_BUSY = 18,
    // The device is not a camera.
    CV_CAMERA_UNSUITABLE = 19,
    // The driver refuses a format, its buffers or the start of the stream.
    CV_CAMERA_REFUSED = 20,
    // Nothing is plugged into the device's input.
    CV_CAMERA_NO_SIGNAL = 21,
    // The device was there and has been unplugged.
    CV_CAMERA_LOST = 22,
    // The driver has ended the stream; the device is still there.
    CV_CAMERA_STOPPED = 23,
} cv_status;

// Where a message goes: `text` has room for `capacity` bytes and is always terminated.
typedef struct cv_message {
    char* text;
    size_t capacity;
} cv_message;

// ---- Frames -------------------------------------------------------------------------------------

// One decoded picture. Filled by a source; holds a reference to the decoder's own buffer.
typedef struct cv_frame cv_frame;

cv_frame* cv_frame_new(void);
void cv_frame_free(cv_frame* frame);
// Makes `frame` show the same picture as `other`; no pixel is copied.
cv_status cv_frame_share(cv_frame* frame, const cv_frame* other, cv_message message);
// Size in display pixels; 0 before the frame was filled.
double cv_frame_width(const cv_frame* frame);
double cv_frame_height(const cv_frame* frame);

// What ended between the picture before and this one.
typedef enum cv_break_kind {
    CV_UNBROKEN = 0,
    // The recording's clock was set back, or leapt ahead: recordings were joined. The picture's
    // time is one frame after the last one's.
    CV_CLOCK_BREAKS = 1,
    // Size, pixel aspect or orientation of the stored picture changed.
    CV_PICTURE_CHANGES = 2,
    CV_BOTH_BREAK = 3,
} cv_break_kind;

typedef struct cv_break {
    cv_break_kind kind;
    // How far the clock leapt, seconds; negative when it was set back.
    double leap;
    // Size of the upright picture from here on, square pixels.
    double width, height;
} cv_break;

cv_break cv_frame_break(const cv_frame* frame);

// ---- Sources ------------------------------------------------------------------------------------

typedef struct cv_source cv_source;

// How a picture is stored that its container reflects for display.
typedef enum cv_reflection {
    CV_UNREFLECTED = 0,
    // Mirrored for display from left to right, as telephones do with the front camera. It is not
    // mirrored here: left stays left.
    CV_MIRROR_UNDONE = 1,
    // Stored from the bottom row up, and turned over here as in every player.
    CV_FLIPPED = 2,
} cv_reflection;

typedef struct cv_source_info {
    // Display pixels.
    double width, height;
    // Nominal frames per second, 0 when the file does not say.
    double rate;
    // Seconds as the container declares them, 0 when it does not.
    double duration;
    // Seconds, estimated where the container declares none; 0 when nothing is known.
    double likely_duration;
    // Width of a stored pixel over its height.
    double pixel_aspect;
    // Degrees that the stored picture is turned clockwise for display: 0, 90, 180, 270.
    int rotation;
    cv_reflection reflection;
    // Size as stored.
    int stored_width, stored_height;
    // Moving pictures in the file, covers and thumbnails apart, and the number of the one that is
    // read, from 1.
    int streams, stream;
} cv_source_info;

// What was noticed while reading, so far.
typedef struct cv_source_remarks {
    // Packets or frames that could not be decoded, or whose times are impossible.
    int64_t damaged;
    // Frames, and those of them that were joined from two half-pictures: marked as such, and not.
    int64_t frames, interlaced, combed;
    // At the end: share of the file, 0..1, that the format's reader does not reach, as where files
    // were copied one after the other that only a program can join; 0 when it is small or unknown.
    double unreached;
    // Until when sound was heard, seconds as players count; 0 where none was listened to.
    double heard_until;
} cv_source_remarks;

// Pictures of more pixels are refused before any memory is asked for: three times what 8K has.
#define CV_LARGEST_PICTURE 100000000
// Neither side of a stored picture is longer: OpenCV's warpAffine and remap count pixels in 16 bits
// (`src.cols < SHRT_MAX`).
#define CV_LONGEST_STORED_SIDE 32766
// Width and height of an upright picture with square pixels lie between 1 and this.
#define CV_LONGEST_SIDE 1e6
// The last moment of a recording and the shortest time between two of its frames, seconds: as in
// EventLimits.
#define CV_LONGEST_RECORDING 172800.0
#define CV_SHORTEST_STEP 0.0005

// Opens a video file and the video stream that players show.
cv_status cv_source_open(const char* path, cv_source** source, cv_message message);
// A file that is opened to be read later, when nothing can be opened any more: its descriptor, or
// CV_UNREADABLE. Not a byte of it is looked at.
cv_status cv_file_open(const char* path, int* descriptor, cv_message message);
void cv_file_close(int descriptor);
// As cv_source_open, of an open file; `name` is its path, whose ending helps to tell its format,
// `stream` the number of its video stream as in cv_source_info, 0 for the one that players show.
// CV_NO_STREAM when there is none of that number; the message names those there are. The descriptor
// is the source's from now on, also when it fails.
cv_status cv_source_open_file(int descriptor, const char* name, int stream, cv_source** source,
                              cv_message message);
// The moving pictures of a source as words: `1: 1920x1080 h264, 2: 640x480 h264`.
void cv_source_streams(const cv_source* source, cv_message words);
// Calls `step` after each packet that is read, so that a long stretch without a frame can be told
// from a decoder that hangs.
void cv_source_watch(cv_source* source, void (*step)(void* context), void* context);
void cv_source_describe(const cv_source* source, cv_source_info* info);
// Decodes the next frame. `time` is its presentation timestamp in seconds from the start of the
// recording as players show it, from 0 and rising by CV_SHORTEST_STEP at least; frames that repeat
// a timestamp are skipped, those of impossible times are damage. Where the recording's own clock
// breaks, time goes on by one frame: see cv_frame_break. CV_END at the end of the data, damaged or
// not. CV_BAD_INPUT beyond CV_LONGEST_RECORDING.
cv_status cv_source_read(cv_source* source, cv_frame* frame, double* time, cv_message message);
cv_source_remarks cv_source_remark(const cv_source* source);

// When a file was recorded, as far as it says; NAN where it does not. By these, files that follow
// one another are placed.
typedef struct cv_stamps {
    // Seconds of the container's own clock at the beginning of the recording.
    double start;
    // Creation time, seconds since 1970, mostly whole ones.
    double created;
    // Timecode of the first frame, seconds since midnight by the frames that it counts, and how
    // many such seconds a day has.
    double timecode, timecode_day;
} cv_stamps;

void cv_source_stamps(const cv_source* source, cv_stamps* stamps);
void cv_source_close(cv_source* source);

// ---- Sound --------------------------------------------------------------------------------------

// How loud a recording is over time, in the band of speech. No sound is kept or handed out.
typedef struct cv_sound cv_sound;

// Levels per second.
#define CV_SOUND_RATE 200.0

// Opens the best sound track of an open file, as cv_source_open_file does its pictures.
cv_status cv_sound_open_file(int descriptor, const char* name, cv_sound** sound,
                             cv_message message);
// Decodes a little more; `time` is how far it has come, seconds from the start of the recording as
// players show it. CV_END when all is decoded; CV_BAD_INPUT when the clock starts anew on the way.
cv_status cv_sound_read(cv_sound* sound, double* time, cv_message message);
// The mean square of the signal (full scale 1) in each 1 / CV_SOUND_RATE s from the start of the
// recording, 0 where there is no sound. Valid until the next call.
const float* cv_sound_levels(cv_sound* sound, size_t* count);
void cv_sound_close(cv_sound* sound);

// Sums of products of a series and a pattern that is moved along it: products[k], for k from 0 to
// count + pattern_count - 2, with the pattern's first value at k - (pattern_count - 1) of the
// series.
cv_status cv_correlate(const float* series, size_t count, const float* pattern,
                       size_t pattern_count, float* products, cv_message message);

// ---- Camera pictures ----------------------------------------------------------------------------

// A picture as a camera's driver hands it over.
typedef struct cv_picture_layout {
    // The four characters of a V4L2 pixel format, the first in the lowest byte.
    uint32_t format;
    int width, height;
    // Bytes from one row of the first plane to the next; 0 when they are close together.
    int bytes_per_row;
    // Non-zero: luma uses 0 to 255 and not 16 to 235. JPEG pictures say it themselves.
    int full_range;
    // Non-zero: the colours are those of ITU-R BT.709 and not BT.601.
    int bt709;
    // Width of a pixel over its height.
    double pixel_aspect;
    // Size to show it in, display pixels; 0 takes its own.
    double display_width, display_height;
} cv_picture_layout;

// Turns a camera's bytes into frames. Memory is kept from one frame to the next.
typedef struct cv_unpacker cv_unpacker;

// Non-zero when pictures of that format can be unpacked.
int cv_unpacker_knows(uint32_t format);
cv_status cv_unpacker_new(const cv_picture_layout* layout, cv_unpacker** unpacker,
                          cv_message message);
// Copies the picture into the frame, decompressed when it is JPEG. CV_DAMAGED when bytes are
// missing or make no picture; the frame then shows nothing.
cv_status cv_unpacker_fill(cv_unpacker* unpacker, const uint8_t* bytes, size_t count,
                           cv_frame* frame, cv_message message);
void cv_unpacker_free(cv_unpacker* unpacker);

// ---- Cameras ------------------------------------------------------------------------------------

// A V4L2 capture device, through libv4l2.
typedef struct cv_camera cv_camera;

typedef struct cv_camera_info {
    char name[64], driver[32], bus[64];
} cv_camera_info;

// A format with the sizes and rates that it comes in: one of each, or a range of them.
typedef struct cv_camera_mode {
    // The four characters of a V4L2 pixel format, the first in the lowest byte.
    uint32_t format;
    // Non-zero: libv4l2 converts, the device has something else.
    int emulated;
    // Pixels; 0 when the driver does not say.
    int min_width, max_width, step_width, min_height, max_height, step_height;
    // Frames per second; 0 when the driver does not say.
    double min_rate, max_rate;
} cv_camera_mode;

typedef struct cv_camera_setting {
    uint32_t format;
    int width, height;
    // Frames per second, 0 leaves it as it is.
    double rate;
} cv_camera_setting;

// What came with a frame.
typedef struct cv_camera_frame {
    // When the kernel stamped it, seconds of CLOCK_MONOTONIC, rising from frame to frame.
    double captured;
    // The driver's number of the frame, from 0 when the stream started.
    uint32_t sequence;
    // Since the last reading: frames passed over because this one is newer, and frames whose
    // sequence numbers never came.
    int64_t skipped, dropped;
} cv_camera_frame;

// Opens a device and reads what it offers; its stream stays off.
cv_status cv_camera_open(const char* path, cv_camera** camera, cv_message message);
void cv_camera_describe(const cv_camera* camera, cv_camera_info* info);
// What the device offers, valid until the camera is closed.
const cv_camera_mode* cv_camera_modes(const cv_camera* camera, size_t* count);
// Sets format, size and rate and takes the driver's buffers. `setting` is what is wanted and
// becomes what the driver made of it. The frames will show `width` x `height` display pixels; where
// that is 0 the size that they have, which is then written there.
cv_status cv_camera_configure(cv_camera* camera, cv_camera_setting* setting, double* width,
                              double* height, cv_message message);
// Starts the stream of a configured camera.
cv_status cv_camera_start(cv_camera* camera, cv_message message);
// Waits at most `seconds` for a frame newer than the last and takes the newest there is.
// CV_NOTHING when none came. After any other failure the camera can only be closed.
cv_status cv_camera_read(cv_camera* camera, cv_frame* frame, double seconds, cv_camera_frame* taken,
                         cv_message message);
// How many frames came damaged so far.
int64_t cv_camera_damage(const cv_camera* camera);
void cv_camera_close(cv_camera* camera);

// ---- Models -------------------------------------------------------------------------------------

typedef struct cv_model cv_model;

// A rotated rectangle in display pixels; `rotation` in radians, clockwise as seen. A negative width
// mirrors what is in it.
typedef struct cv_region {
    float center_x, center_y, width, height, rotation;
} cv_region;

// An upright rectangle in display pixels.
typedef struct cv_rect {
    float x, y, width, height;
} cv_rect;

typedef struct cv_model_options {
    // Indices of the outputs to keep; the others are cut from the graph.
    const int* outputs;
    int output_count;
    // The network sees (value / 255 - mean) / deviation.
    float mean, deviation;
    // Non-zero: outside the picture is black. Zero: the picture's edge is repeated.
    int black_border;
    // Requests that can be in flight; each runs on one thread.
    int slots;
    // Non-zero: single precision on every processor. Zero: bfloat16 where that is faster, which
    // depends on the kind of processor alone (docs/decisions/0006-openvino-for-inference.md).
    int single_precision;
    // Folder in which compiled networks are kept for the next time; NULL keeps none.
    const char* cache;
    // Digest of the file, by which a compiled network is found again; NULL with no `cache`.
    const char* digest;
} cv_model_options;

// Loads a .tflite network with one image input (1 x height x width x 3).
cv_status cv_model_load(const char* path, const cv_model_options* options, cv_model** model,
                        cv_message message);
// Side lengths of the input in pixels.
void cv_model_input(const cv_model* model, int* width, int* height);
// Starts to copy the region of the frame into the slot's input and to infer, on a thread of the
// slot's own; the frame may be refilled meanwhile. With `clip` (may be NULL) the
// picture ends at that rectangle, as if it had been cut there. With `relit` (non-zero) the region's
// contrast is raised place by place, as a network that refuses a dim face needs it.
cv_status cv_model_start(cv_model* model, int slot, const cv_frame* frame, cv_region region,
                         const cv_rect* clip, int relit, cv_message message);
// Waits until the slot's inference is done.
cv_status cv_model_wait(cv_model* model, int slot, cv_message message);
// The slot's result for the kept output `index`: valid until the slot is started again.
const float* cv_model_output(const cv_model* model, int slot, int index, size_t* count);
// The arithmetic that the model was compiled for, such as "f32" or "bf16".
void cv_model_precision(const cv_model* model, cv_message name);
void cv_model_free(cv_model* model);
// The folder of the inference library, where it finds its parts.
void cv_library_folder(cv_message path);
// The inference library's version.
void cv_library_version(cv_message version);
// Whether the video library can decode that codec, by its name for it, such as "h264".
int cv_can_decode(const char* codec);

// ---- Pictures to be shown -----------------------------------------------------------------------

// Makes small JPEGs of frames, upright and with square pixels. Nothing is written anywhere.
typedef struct cv_picture cv_picture;

cv_picture* cv_picture_new(void);
void cv_picture_free(cv_picture* picture);
// Encodes a frame so that its longer side has at most `longest` pixels; `bytes` are valid until the
// next call.
cv_status cv_picture_encode(cv_picture* picture, const cv_frame* frame, int longest,
                            const uint8_t** bytes, size_t* count, cv_message message);

// ---- Colours ------------------------------------------------------------------------------------

// Classes of colour: CV_COLOUR_LUMA of brightness by CV_COLOUR_CHROMA squared of hue.
enum { CV_COLOUR_LUMA = 6, CV_COLOUR_CHROMA = 6, CV_COLOUR_BINS = 216 };

// Shares (summing to 1) of the classes of colour among a grid of points in the region, as far as it
// lies in the picture; a point counts for the classes it lies between. CV_BAD_INPUT when less than
// a third of the region does.
cv_status cv_frame_colours(const cv_frame* frame, cv_region region, float* shares,
                           cv_message message);

// ---- Motion -------------------------------------------------------------------------------------

// Frame differencing as in Motion Energy Analysis, on a reduced grey picture.
typedef struct cv_motion cv_motion;

cv_motion* cv_motion_new(void);
void cv_motion_free(cv_motion* motion);
// Takes the next frame; the one before becomes the reference. The functions below speak of the
// newest picture (`age` 0) or of one that many pictures before it.
cv_status cv_motion_push(cv_motion* motion, const cv_frame* frame, cv_message message);
// The instant in hand, and as many as are looked ahead at.
#define CV_MOTION_AGES 18
// Share (0..1) of the pixels in `region` and outside `masked` (may be NULL) whose grey value
// changed by more than `threshold` of 255 since the picture before; negative where there was none
// and when nothing of the region is left.
float cv_motion_share(const cv_motion* motion, int age, cv_rect region, const cv_rect* masked,
                      float threshold);
// How much of `part` (NULL for all of the picture) outside of `people` (`count` of them, at most 2)
// moved since the picture before, 0..1: of its pixels, or, if that is more, of the upright or the
// level edges in three quarters of the places that have any, the share whose grey value changed by
// more than `threshold` there or next to them. A camera that is knocked moves the edges of a plain
// wall and nothing else of it. Negative where there was no picture before and when nothing is left.
float cv_motion_background(const cv_motion* motion, int age, const cv_rect* part,
                           const cv_rect* people, int count, float threshold);
// Correlation (-1..1) of the region's grey values with those of the picture before: one where only
// the exposure changed, low where the region shows something else. NaN where there was no picture
// before and where either is of one grey.
float cv_motion_likeness(const cv_motion* motion, int age, cv_rect region);
// Pictures that can be remembered to compare with.
#define CV_MOTION_MARKS 10
// Remembers a picture under `mark`.
cv_status cv_motion_remember(cv_motion* motion, int age, int mark, cv_message message);
// How much the region has changed since the remembered picture: the mean absolute difference of its
// most changed block of 4 x 4 reduced pixels, less that of its median block (the noise of the
// sensor, counted up to `noise`), in grey values of 255. Infinity when nothing was remembered or
// the region has no block.
float cv_motion_change(const cv_motion* motion, int age, int mark, cv_rect region, float noise);

// Share (0..1) of the region's blocks that, in one of the pictures between two, look like neither
// of them: they differ from both by more than the two differ from one another, `threshold` of 255
// and the median block's noise, counted up to `noise`. What moves evenly from one place to another
// does not; what comes and goes in between does. `from` is the older picture. Negative where the
// pictures cannot be compared.
float cv_motion_stray(const cv_motion* motion, int from, int to, cv_rect region, float threshold,
                      float noise);

// ---- Chests -------------------------------------------------------------------------------------

// How a chest rises and sinks: the vertical shift of what is seen in a box, from the picture in
// which it was remembered.
typedef struct cv_chest cv_chest;

cv_chest* cv_chest_new(void);
void cv_chest_free(cv_chest* chest);
// Remembers what the frame shows in a box; nothing where that is small or mostly out of sight.
cv_status cv_chest_remember(cv_chest* chest, const cv_frame* frame, cv_rect box,
                            cv_message message);
// How far what was remembered is up in this frame, display pixels, in the left and the right half
// of the box as seen. Good for shifts up to a pixel, or a 160th of a larger box; light that changes
// evenly is no shift. NaN where nothing was remembered, where there is nothing to see move, and in
// a picture of another size.
cv_status cv_chest_rise(cv_chest* chest, const cv_frame* frame, float* left, float* right,
                        cv_message message);

// ---- Clips --------------------------------------------------------------------------------------

// A video that is drawn and not filmed: H.264 in mp4, 4:2:0, its index at the front. Each picture
// is drawn in pixels, x to the right, y down, and then written.
typedef struct cv_clip cv_clip;

// Shares 0..1; alpha 1 covers what is below.
typedef struct cv_ink {
    double red, green, blue, alpha;
} cv_ink;

// Begins to write into the file, which is made or emptied; its permissions stay. `comment` becomes
// its tag of that name. Width and height are even. CV_FAILED when this FFmpeg encodes no H.264.
cv_status cv_clip_open(const char* path, const char* comment, int width, int height, cv_clip** clip,
                       cv_message message);
// Makes the whole picture black, and drawing reach everywhere.
void cv_clip_clear(cv_clip* clip);
// Draws only inside the rectangle from here on.
void cv_clip_within(cv_clip* clip, double x, double y, double width, double height);
// A line with round ends; `dash` is the length of its dashes and gaps, 0 draws it through.
void cv_clip_line(cv_clip* clip, double x0, double y0, double x1, double y1, double thickness,
                  double dash, cv_ink ink);
void cv_clip_disc(cv_clip* clip, double x, double y, double radius, cv_ink ink);
// One line of UTF-8 text of that size (height of the font in pixels), cut with an ellipsis where it
// is wider than `width`. `x` is its left end, its middle or its right end (`anchor` 0, 0.5, 1), `y`
// the top of the line. Script, direction and missing glyphs are the font library's affair.
cv_status cv_clip_text(cv_clip* clip, const char* text, double x, double y, double width,
                       double size, double anchor, int bold, cv_ink ink, cv_message message);
// Encodes the picture as it is now; it is shown from `time` (seconds, rising) until the next one.
cv_status cv_clip_write(cv_clip* clip, double time, cv_message message);
// Completes the file; the last picture is shown until `end` (seconds).
cv_status cv_clip_finish(cv_clip* clip, double end, cv_message message);
// An unfinished file is left as it is.
void cv_clip_close(cv_clip* clip);

#ifdef __cplusplus
}
#endif
#endif
