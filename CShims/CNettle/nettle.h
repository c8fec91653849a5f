// The hash functions of Nettle, which every Debian has that has FFmpeg's libraries.
#include <nettle/sha2.h>
